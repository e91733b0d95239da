"""A picture made anew: its points and nothing else."""

import contextlib
import io
import warnings

from PIL import Image, ImageOps

from triage import files

# Of JPEG. The lower ones only where a copy would be larger than any file we take.
_QUALITIES = (90, 75, 50)
_READERS = ("JPEG", "PNG", "GIF", "WEBP")
_LINES = ("GIF", "PNG")
# Larger ones are photos, and as PNG would take half a minute.
_LARGEST_DRAWING = 12_000_000
_WHITE = (255, 255, 255)


class TooManyPixels(Exception):
    """A picture that is too large to be opened, or says so."""


def load() -> None:
    """Load the decoders, while files can still be opened."""
    Image.init()


def clean(data: bytes, reader: str) -> tuple[bytes, str]:
    """Return the picture in *data* without metadata, and its type.

    The first frame of one that moves, the right way up, in the colours of
    screens. What stands behind the picture in the file stays behind. Drawings
    and screenshots stay sharp as PNG, photos become JPEG.

    Args:
        data: The file.
        reader: The only decoder that may try, such as JPEG.

    Raises:
        TooManyPixels: If it has more than files.PIXELS.
        Exception: If it is no such picture; decoders raise what they like.
    """
    if reader not in _READERS:
        raise ValueError("no decoder of ours")
    image = _points(_opened(data, reader))
    if image.mode == "RGBA" or reader in _LINES:
        drawing = _drawing(image)
        if drawing:
            return drawing, "image/png"
    return _photo(image), "image/jpeg"


def _opened(data: bytes, reader: str) -> Image.Image:
    # Pillow's own limit would only warn up to twice as much.
    Image.MAX_IMAGE_PIXELS = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = Image.open(io.BytesIO(data), formats=[reader])
        if image.width * image.height > files.PIXELS:
            raise TooManyPixels
        image.load()
    return image


def _points(image: Image.Image) -> Image.Image:
    """Return the points of *image* the right way up, and nothing else that it knows.

    Copied no more often than need be: 40 megapixels take 160 MB each time.
    """
    # Damaged metadata may say any way up: then it stays as it is.
    with contextlib.suppress(Exception):
        ImageOps.exif_transpose(image, in_place=True)
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode != mode:
        image = image.convert(mode)
    # A comment or a profile that stands here would be written again.
    image.info = {}
    return image


def _drawing(image: Image.Image) -> bytes | None:
    """Return *image* as PNG, None if that would be too large."""
    if image.width * image.height > _LARGEST_DRAWING:
        return None
    content = _saved(image, "PNG")
    return content if len(content) <= files.LARGEST else None


def _photo(image: Image.Image) -> bytes:
    """Return *image* as JPEG, what is seen through on white."""
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, _WHITE)
        ground.paste(image, mask=image)
        image = ground
    for quality in _QUALITIES:
        content = _saved(image, "JPEG", quality=quality)
        if len(content) <= files.LARGEST:
            break
    return content


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
