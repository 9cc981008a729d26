//! A connection that is kept, and as little work per request as possible: the driver shares the processors.

use crate::Outcome;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// One client.
pub(crate) struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    pub(crate) fn post(&mut self, path: &str, body: &str) -> Outcome<()> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        self.send(&format!("{head}{body}")).map(drop)
    }

    pub(crate) fn get(&mut self, path: &str) -> Outcome<Vec<u8>> {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address))
    }

    /// How many points the server says it has saved.
    pub(crate) fn points_saved(&mut self) -> Outcome<u64> {
        let page = String::from_utf8(self.get("/metrics")?)?;
        let line = page.lines().find_map(|line| line.strip_prefix("battera_store_points_total "));
        Ok(line.ok_or("the server does not say how many points it has saved")?.parse()?)
    }

    fn send(&mut self, request: &str) -> Outcome<Vec<u8>> {
        // A connection that broke is not used again.
        let mut stream = if let Some(stream) = self.stream.take() {
            stream
        } else {
            let stream = TcpStream::connect(self.address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            BufReader::new(stream)
        };
        stream.get_mut().write_all(request.as_bytes())?;
        let (mut line, mut length, mut status) = (String::new(), 0, String::new());
        loop {
            line.clear();
            if stream.read_line(&mut line)? == 0 {
                return Err("the server closed the connection".into());
            }
            if status.is_empty() {
                line.trim().clone_into(&mut status);
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        if !status.contains(" 200 ") {
            return Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into());
        }
        self.stream = Some(stream);
        Ok(body)
    }
}
