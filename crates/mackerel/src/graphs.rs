//! The built-in graphs of system metrics, and how a graph name becomes metric names.
