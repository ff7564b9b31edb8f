//! Pictures that people send: looked at before they are decoded, decoded within limits, and written anew (security A11). What is
//! kept is made here, pixel by pixel; nothing of the sent bytes is.

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, Limits};
use std::io::Cursor;

/// Bytes a picture may have.
pub(crate) const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Pixels of its longer side, and of all of it.
const MAX_SIDE: u32 = 5_000;
const MAX_PIXELS: u64 = 8_000_000;
/// Bytes decoding may take besides.
const MAX_ALLOC: u64 = 64 * 1024 * 1024;
/// Pixels of the longer side of what is kept.
const KEPT_SIDE: u32 = 512;

/// Why a picture was refused, in words that say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PictureError {
    TooLarge,
    Svg,
    Unknown,
    TooManyPixels,
    More,
    Broken,
}

impl PictureError {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Svg => "svg",
            Self::Unknown => "unknown_format",
            Self::TooManyPixels => "too_many_pixels",
            Self::More => "not_only_a_picture",
            Self::Broken => "broken",
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::TooLarge => "The picture is larger than 2 MB. Save a smaller one: 512 pixels are plenty.",
            Self::Svg => {
                "SVG files can hold programs, so none are kept here. Save it as PNG, 512 pixels wide, and choose that."
            }
            Self::Unknown => "This is no PNG, JPEG or WebP picture, whatever its name says. Save it as one of these.",
            Self::TooManyPixels => {
                "The picture has too many pixels. Save it no larger than 5,000 by 1,600; 512 are plenty."
            }
            Self::More => {
                "The file holds something besides the picture. Open it in a picture program and save it anew."
            }
            Self::Broken => "The picture is damaged. Open it in a picture program and save it anew.",
        }
    }
}

/// The picture as a PNG of our own, no side longer than 512 pixels. Takes a moment and tens of megabytes: off the async threads.
pub(crate) fn remade(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    if bytes.len() > MAX_BYTES {
        return Err(PictureError::TooLarge);
    }
    let picture = match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => {
            let limits = limits();
            decoded(PngDecoder::with_limits(Cursor::new(bytes), limits), bytes, png_end)
        }
        Ok(ImageFormat::Jpeg) => decoded(JpegDecoder::new(Cursor::new(bytes)), bytes, jpeg_end),
        Ok(ImageFormat::WebP) => decoded(WebPDecoder::new(Cursor::new(bytes)), bytes, webp_end),
        _ if is_svg(bytes) => Err(PictureError::Svg),
        _ => Err(PictureError::Unknown),
    }?;
    let (width, height) = (picture.width(), picture.height());
    let small = if width.max(height) > KEPT_SIDE {
        picture.resize(KEPT_SIDE, KEPT_SIDE, FilterType::Lanczos3)
    } else {
        picture
    };
    let mut png = Cursor::new(Vec::new());
    small.into_rgba8().write_to(&mut png, ImageFormat::Png).map_err(|_| PictureError::Broken)?;
    Ok(png.into_inner())
}

/// What a picture is by its first bytes, whatever its sender says: those that every browser draws without running anything.
pub(crate) fn media_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}

/// Size first, then the end of the file, and only then the pixels.
fn decoded<D: ImageDecoder>(
    decoder: image::ImageResult<D>,
    bytes: &[u8],
    end: fn(&[u8]) -> Option<usize>,
) -> Result<DynamicImage, PictureError> {
    let mut decoder = decoder.map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooManyPixels);
    }
    match end(bytes) {
        Some(end) if end == bytes.len() => {}
        Some(_) => return Err(PictureError::More),
        None => return Err(PictureError::Broken),
    }
    decoder.set_limits(limits()).map_err(refused)?;
    let turned = decoder.orientation().map_err(refused)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(turned);
    Ok(picture)
}

fn refused(error: image::ImageError) -> PictureError {
    if matches!(error, image::ImageError::Limits(_)) { PictureError::TooManyPixels } else { PictureError::Broken }
}

/// Whether the text of the file begins as an SVG does.
fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('<') && head.contains("<svg")
}

/// Where the last chunk of a PNG ends.
fn png_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 8;
    loop {
        let head = bytes.get(at..at + 8)?;
        let length = usize::try_from(u32::from_be_bytes(head[..4].try_into().ok()?)).ok()?;
        at = at.checked_add(length)?.checked_add(12)?;
        if head[4..] == *b"IEND" {
            return Some(at);
        }
    }
}

/// Where a WebP says that it ends; odd lengths are padded.
fn webp_end(bytes: &[u8]) -> Option<usize> {
    let length = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let end = length.checked_add(8)?.checked_add(length % 2)?;
    (end <= bytes.len()).then_some(end)
}

/// Where the end marker of a JPEG stands: segment by segment, past the packed pixels of each scan.
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        // A marker may be preceded by any number of fill bytes.
        while bytes.get(at..at + 2)? == [0xff, 0xff] {
            at += 1;
        }
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        at += 2;
        match marker {
            0xd9 => return Some(at),
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        at = at.checked_add(length)?;
        if marker == 0xda {
            // In packed pixels 0xff is followed by 0, or by a restart; anything else is the next marker.
            loop {
                let [first, second] = *bytes.get(at..at + 2)? else { return None };
                if first == 0xff && !matches!(second, 0 | 0xd0..=0xd7) {
                    break;
                }
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT_SIDE, PictureError, media_of, remade};
    use image::{ColorType, DynamicImage, ImageFormat, RgbaImage};
    use std::io::Cursor;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let pixels = RgbaImage::from_fn(width, height, |x, y| image::Rgba([(x % 251) as u8, (y % 241) as u8, 90, 255]));
        let picture = DynamicImage::ImageRgba8(pixels);
        let picture = if format == ImageFormat::Jpeg { picture.to_rgb8().into() } else { picture };
        picture.write_to(&mut bytes, format).expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn what_is_kept_is_a_small_png_of_our_own() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let kept = remade(&picture(900, 300, format)).expect("kept");
            let again = image::load_from_memory_with_format(&kept, ImageFormat::Png).expect("a PNG");
            assert_eq!((again.width(), again.color()), (KEPT_SIDE, ColorType::Rgba8), "{format:?}");
            assert!((170..=171).contains(&again.height()), "{}", again.height());
        }
        let small = image::load_from_memory(&remade(&picture(40, 20, ImageFormat::Png)).expect("kept")).expect("a PNG");
        assert_eq!((small.width(), small.height()), (40, 20), "never made larger");
    }

    #[test]
    fn what_hides_behind_a_picture_is_refused() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let mut bytes = picture(60, 60, format);
            bytes.extend(b"<script>alert(1)</script>");
            assert_eq!(remade(&bytes), Err(PictureError::More), "{format:?}");
            let mut cut = picture(60, 60, format);
            cut.truncate(cut.len() / 2);
            assert!(remade(&cut).is_err(), "{format:?}");
        }
    }

    #[test]
    fn names_and_claims_count_for_nothing() {
        let cases: [(&[u8], PictureError); 9] = [
            (b"<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", PictureError::Svg),
            (b"<svg onload=alert(1)>", PictureError::Svg),
            (b"<html><body>", PictureError::Unknown),
            (b"GIF89a\x01\0\x01\0", PictureError::Unknown),
            (b"BM", PictureError::Unknown),
            (b"", PictureError::Unknown),
            (b"\x89PNG\r\n\x1a\n", PictureError::Broken),
            (b"\xff\xd8\xff\xe0", PictureError::Broken),
            (b"RIFF\xff\xff\xff\xffWEBPVP8 ", PictureError::Broken),
        ];
        for (bytes, why) in cases {
            assert_eq!(remade(bytes), Err(why), "{:?}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(remade(&vec![0; super::MAX_BYTES + 1]), Err(PictureError::TooLarge));
    }

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        for (format, media) in
            [(ImageFormat::Png, "image/png"), (ImageFormat::Jpeg, "image/jpeg"), (ImageFormat::WebP, "image/webp")]
        {
            assert_eq!(media_of(&picture(4, 4, format)), Some(media));
        }
        assert_eq!(media_of(b"GIF89a\x01\0\x01\0"), Some("image/gif"));
        let none: [&[u8]; 5] = [b"", b"<svg onload=alert(1)>", b"GIF88a", b"RIFF\0\0\0\0WAVE", b"\x89PNG"];
        assert!(none.iter().all(|bytes| media_of(bytes).is_none()));
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        // A few bytes that claim 400 million pixels.
        let mut bomb = picture(1, 1, ImageFormat::Png);
        bomb[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&20_000_u32.to_be_bytes());
        let crc = crc(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(remade(&bomb), Err(PictureError::TooManyPixels));
        // Nothing but black: 16 million pixels in some kilobytes.
        let mut black = Cursor::new(Vec::new());
        DynamicImage::new_luma8(4_000, 4_000).write_to(&mut black, ImageFormat::Png).expect("a picture");
        assert!(black.get_ref().len() < 1_000_000, "{}", black.get_ref().len());
        assert_eq!(remade(black.get_ref()), Err(PictureError::TooManyPixels));
    }

    fn crc(bytes: &[u8]) -> u32 {
        bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
        }) ^ u32::MAX
    }
}
