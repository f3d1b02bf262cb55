"""Photographs and scans turned upright and scaled; only the looking process imports this."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps, TiffImagePlugin, UnidentifiedImageError  # noqa: F401 (Tiff: Pillow reads EXIF with it)

from dvcq_desktop.looking.answers import CannotLook, Picture
from dvcq_desktop.looking.sizes import MOST_DECODED, fitting

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "bmp": "BMP", "tiff": "TIFF", "webp": "WEBP", "heic": "HEIF"}
_TURNED = {5, 6, 7, 8}  # values of the EXIF orientation that lie on their side
_ORIENTATION = 0x0112
CONTENTS = frozenset(_FORMATS)


def load(content: str) -> None:
    """Load what unpacks such pictures. Raises ImportError where that is not installed."""
    if content == "heic":
        import pi_heif

        pi_heif.register_heif_opener(decode_threads=1, thumbnails=False)
    Image.preinit()
    if not is_loaded(content):
        Image.init()


def is_loaded(content: str) -> bool:
    """True for what is no picture too: nothing is needed to say so."""
    return _FORMATS.get(content, "JPEG") in Image.OPEN


@contextlib.contextmanager
def opened(path: Path, content: str) -> Iterator[Image.Image]:
    """The picture with its header read; whatever Pillow says about a damaged one becomes CannotLook."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, told before anything is unpacked
    try:
        with Image.open(path, formats=(_FORMATS[content],)) as picture:
            yield picture
    except (CannotLook, MemoryError):
        raise
    except UnidentifiedImageError:
        raise CannotLook("damaged") from None
    except Exception as trouble:  # the decoder's boundary: damaged pictures raise almost anything
        raise CannotLook("damaged") from trouble


def count_pages(path: Path, content: str) -> int:
    with opened(path, content) as picture:
        return _count(picture, content)


def _count(picture: Image.Image, content: str) -> int:
    """Sheets of a scan kept as TIFF; the pictures of an animation are one."""
    return int(getattr(picture, "n_frames", 1)) if content == "tiff" else 1


def page(path: Path, content: str, number: int, width: int) -> Picture:
    with opened(path, content) as picture:
        count = _count(picture, content)
        if not 1 <= number <= count:
            raise CannotLook("no-page")
        if number > 1:
            picture.seek(number - 1)
        if content != "jpeg" and picture.width * picture.height > MOST_DECODED:
            raise CannotLook("too-large")  # before anything else is asked: for EXIF alone Pillow unpacks a whole PNG
        if content == "jpeg":
            picture.draft("RGB", _size(picture, width))  # unpacked at a half, quarter, eighth
            if picture.width * picture.height > MOST_DECODED:
                raise CannotLook("too-large")
        picture.load()
        small = _plain(picture).resize(_size(picture, width), Image.Resampling.BILINEAR, reducing_gap=2.0)
        upright = _upright(small, picture)
        return Picture(pixels=upright.tobytes(), width=upright.width, height=upright.height, page_count=count)


def _size(picture: Image.Image, width: int) -> tuple[int, int]:
    """How large the picture is made as it lies, so that it is `width` wide when it stands; never larger than it is."""
    turned = picture.getexif().get(_ORIENTATION) in _TURNED
    wide, high = (picture.height, picture.width) if turned else picture.size
    wide, high = fitting(wide, high, min(width, wide))
    return (high, wide) if turned else (wide, high)


def _upright(small: Image.Image, picture: Image.Image) -> Image.Image:
    """Turned as the camera says it was held; the small picture no longer knows, so it is told again."""
    orientation = picture.getexif().get(_ORIENTATION, 1)
    small.getexif()[_ORIENTATION] = orientation
    return ImageOps.exif_transpose(small)


def _plain(picture: Image.Image) -> Image.Image:
    """Red, green and blue, on white paper where the picture is transparent."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.point(lambda grey: grey / 256).convert("L").convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return picture.convert("RGB")
