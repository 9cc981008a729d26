//! Colours as plain numbers. Any value of the fields is a colour; opacity is clamped where it is used.

/// A colour with opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
    /// Opacity, 0 to 1.
    pub alpha: f64,
}

impl Color {
    /// An opaque colour from a number such as `0x1F6FB2`.
    pub const fn hex(rgb: u32) -> Self {
        Self { red: (rgb >> 16) as u8, green: (rgb >> 8) as u8, blue: rgb as u8, alpha: 1.0 }
    }

    /// The same colour with its opacity multiplied.
    #[must_use]
    pub fn fade(self, opacity: f64) -> Self {
        Self { alpha: (self.alpha * opacity).clamp(0.0, 1.0), ..self }
    }

    /// The colour as CSS writes it.
    pub fn css(self) -> String {
        let Self { red, green, blue, alpha } = self;
        if alpha >= 1.0 {
            format!("#{red:02X}{green:02X}{blue:02X}")
        } else {
            format!("rgba({red},{green},{blue},{alpha})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn css_names_the_same_colour() {
        assert_eq!(Color::hex(0x1F_6F_B2).css(), "#1F6FB2");
        assert_eq!(Color::hex(0x00_00_FF).fade(0.5).css(), "rgba(0,0,255,0.5)");
        assert_eq!(Color::hex(0).fade(7.0).alpha, 1.0);
    }
}
