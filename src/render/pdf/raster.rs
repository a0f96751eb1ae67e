//! Pictures of pixels, read from PNG.

use std::io::Cursor;

use lopdf::{Stream, dictionary};
use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};

/// More pixels than this are no picture for a page.
const MOST_PIXELS: u64 = 40_000_000;
/// How much memory reading a picture may take beside its pixels.
const MEMORY: usize = 512 * 1024 * 1024;

/// A picture of opaque pixels: what is transparent was mixed with the white of the page.
#[derive(Debug, PartialEq)]
pub(super) struct Raster {
    /// Among the document's pictures.
    pub(super) number: usize,
    width: u32,
    height: u32,
    /// One byte a pixel, else three.
    is_gray: bool,
    samples: Vec<u8>,
}

impl Raster {
    /// Reads a PNG file; an error is the reason in plain words.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let broken = |error: &dyn std::fmt::Display| format!("it is no sound PNG file ({error})");
        let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MEMORY });
        decoder.set_transformations(Transformations::normalize_to_color8());
        let header = decoder.read_header_info().map_err(|error| broken(&error))?;
        let (width, height) = (header.width, header.height);
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(format!("it has {width} × {height} pixels, which are too many"));
        }
        let mut reader = decoder.read_info().map_err(|error| broken(&error))?;
        let size = reader.output_buffer_size().ok_or("it is too large")?;
        let mut data = vec![0; size];
        let frame = reader.next_frame(&mut data).map_err(|error| broken(&error))?;
        data.truncate(frame.buffer_size());
        let samples = match frame.color_type {
            ColorType::Grayscale | ColorType::Rgb => data,
            ColorType::GrayscaleAlpha => data.chunks_exact(2).map(|pixel| on_white(pixel[0], pixel[1])).collect(),
            ColorType::Rgba => data
                .chunks_exact(4)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]].map(|channel| on_white(channel, pixel[3])))
                .collect(),
            ColorType::Indexed => return Err("its palette cannot be read".to_owned()),
        };
        let is_gray = matches!(frame.color_type, ColorType::Grayscale | ColorType::GrayscaleAlpha);
        let mut raster = Self { number: 0, width, height, is_gray, samples };
        raster.drop_color();
        Ok(raster)
    }

    /// Keeps one byte a pixel if there are only greys.
    fn drop_color(&mut self) {
        if !self.is_gray && self.samples.chunks_exact(3).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]) {
            self.samples = self.samples.iter().copied().step_by(3).collect();
            self.is_gray = true;
        }
    }

    /// In pixels.
    #[expect(clippy::cast_precision_loss, reason = "far fewer pixels than a float counts")]
    pub(super) fn size(&self) -> (f32, f32) {
        (self.width.max(1) as f32, self.height.max(1) as f32)
    }

    /// Whether both show the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let kind = |raster: &Self| (raster.width, raster.height, raster.is_gray);
        kind(self) == kind(other) && self.samples == other.samples
    }

    /// What content streams call it.
    pub(super) fn name(&self) -> String {
        format!("Im{}", self.number)
    }

    /// As a file, with nothing in it but its pixels.
    pub(super) fn png(&self) -> Vec<u8> {
        let color = if self.is_gray { ColorType::Grayscale } else { ColorType::Rgb };
        png((self.width, self.height), color, &self.samples)
    }

    /// The object in the file; it is compressed with all others.
    pub(super) fn stream(&self) -> Stream {
        let entries = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(self.width),
            "Height" => i64::from(self.height),
            "ColorSpace" => if self.is_gray { "DeviceGray" } else { "DeviceRGB" },
            "BitsPerComponent" => 8,
        };
        Stream::new(entries, self.samples.clone())
    }
}

/// A PNG file of these pixels, of a byte for each channel.
pub(super) fn png((width, height): (u32, u32), color: ColorType, samples: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    // Writing to memory can't fail, and there are as many samples as the size says.
    let _ = encoder.write_header().and_then(|mut writer| writer.write_image_data(samples));
    bytes
}

fn on_white(channel: u8, alpha: u8) -> u8 {
    let (channel, alpha) = (u32::from(channel), u32::from(alpha));
    u8::try_from((channel * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A PNG file of two by two pixels.
    pub(in crate::render::pdf) fn png(color: ColorType, depth: BitDepth, data: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 2, 2);
        encoder.set_color(color);
        encoder.set_depth(depth);
        if color == ColorType::Indexed {
            encoder.set_palette(vec![255, 0, 0, 0, 0, 255]);
            encoder.set_trns(vec![255, 0]);
        }
        encoder.write_header().unwrap().write_image_data(data).unwrap();
        bytes
    }

    #[test]
    fn every_kind_of_pixel_becomes_eight_bits_on_white() {
        let read = |color, depth, data: &[u8]| {
            let raster = Raster::read(&png(color, depth, data)).unwrap();
            (raster.is_gray, raster.samples)
        };
        let eight = BitDepth::Eight;
        assert_eq!(read(ColorType::Grayscale, eight, &[0, 9, 8, 7]), (true, vec![0, 9, 8, 7]));
        assert_eq!(
            read(ColorType::Grayscale, BitDepth::One, &[0b0100_0000, 0b1000_0000]),
            (true, vec![0, 255, 255, 0])
        );
        assert_eq!(
            read(ColorType::GrayscaleAlpha, eight, &[0, 0, 0, 255, 0, 128, 9, 255]),
            (true, vec![255, 0, 127, 9])
        );
        let colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3];
        assert_eq!(read(ColorType::Rgb, eight, &colours), (false, colours.to_vec()));
        assert_eq!(read(ColorType::Rgb, eight, &[5; 12]), (true, vec![5; 4]));
        let deep: Vec<u8> = colours.iter().flat_map(|byte| [*byte, 77]).collect();
        assert_eq!(read(ColorType::Rgb, BitDepth::Sixteen, &deep), (false, colours.to_vec()));
        let seen = [255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255];
        assert_eq!(read(ColorType::Rgba, eight, &seen).1, [255, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0]);
        let palette = read(ColorType::Indexed, eight, &[0, 1, 0, 1]).1;
        assert_eq!(palette, [255, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 255]);
    }

    #[test]
    fn broken_and_huge_files_are_refused() {
        let sound = png(ColorType::Rgb, BitDepth::Eight, &[1; 12]);
        for cut in [0, 7, 20, 40, sound.len() - 20] {
            assert!(Raster::read(&sound[..cut]).is_err(), "{cut}");
        }
        assert!(Raster::read(b"GIF89a").is_err());
        let mut huge = Vec::new();
        drop(Encoder::new(&mut huge, 100_000, 100_000).write_header());
        assert!(Raster::read(&huge).unwrap_err().contains("too many"));
    }
}
