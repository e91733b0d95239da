import io
import os
import zipfile
from typing import Any

import av
import pytest
from PIL import Image

from bot import cleaning
from bot.cleaning import Cleaned
from tests import fileplay
from triage import files
from triage.files import Broken, FileRefused, TooManyPixels, Unwelcome

SECRETS = (b"zebrawhistle", b"Quillfeather", b"Exif", b"a profile of some camera", b"+22.7205")


async def copy_of(data: bytes) -> Cleaned:
    found = await cleaning.cleaned(data)
    assert found.content
    return found


def opened(found: Cleaned) -> Image.Image:
    image = Image.open(io.BytesIO(found.content or b""))
    image.load()
    return image


def zipped(name: str = "a.txt", body: bytes = b"words") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


async def test_a_photo_loses_place_camera_comment_and_profile_and_stands_upright() -> None:
    photo = fileplay.photo_with_place()
    assert all(word in photo for word in SECRETS[:4])

    found = await copy_of(photo)

    assert (found.mime, found.clean_mime, found.has_voice) == ("image/jpeg", "image/jpeg", False)
    image = opened(found)
    assert image.size == (48, 64)
    assert not image.getexif()
    assert not any(word in (found.content or b"") for word in SECRETS)


@pytest.mark.parametrize(
    ("kind", "mode", "clean"),
    [
        ("PNG", "RGB", "image/png"),
        ("PNG", "RGBA", "image/png"),
        ("PNG", "I;16", "image/png"),
        ("PNG", "1", "image/png"),
        ("GIF", "P", "image/png"),
        ("WEBP", "RGB", "image/jpeg"),
        ("WEBP", "RGBA", "image/png"),
        ("JPEG", "L", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
    ],
)
async def test_pictures_of_all_kinds_are_made_anew(kind: str, mode: str, clean: str) -> None:
    found = await copy_of(fileplay.picture(kind, mode=mode))

    assert found.clean_mime == clean
    assert opened(found).size == (64, 48)


async def test_words_inside_a_png_do_not_come_along() -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "zebrawhistle")
    notes.add_itxt("XML:com.adobe.xmp", "<x>Quillfeather</x>")
    picture = fileplay.picture("PNG", pnginfo=notes)
    assert b"zebrawhistle" in picture

    found = await copy_of(picture)

    assert not any(word in (found.content or b"") for word in SECRETS)


async def test_of_a_picture_that_moves_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"zebrawhistle")

    found = await copy_of(out.getvalue())

    image = opened(found).convert("RGB")
    assert image.getpixel((5, 5)) == (255, 0, 0)
    assert getattr(image, "n_frames", 1) == 1
    assert b"zebrawhistle" not in (found.content or b"")


@pytest.mark.parametrize("tail", [zipped(), b"<html><script>alert(1)</script></html>", b"MZ\x90"])
async def test_what_stands_behind_a_picture_stays_behind(tail: bytes) -> None:
    found = await copy_of(fileplay.picture() + tail)

    assert tail not in (found.content or b"")
    assert not zipfile.is_zipfile(io.BytesIO(found.content or b""))


async def test_a_picture_hidden_in_front_of_an_archive_opens_as_picture_only() -> None:
    gif = b"GIF89a" + zipped()

    with pytest.raises(Broken):
        await cleaning.cleaned(gif)


async def test_a_picture_that_claims_to_be_huge_is_not_opened() -> None:
    with pytest.raises(TooManyPixels):
        await cleaning.cleaned(fileplay.huge_png(60_000, 60_000))


async def test_a_picture_just_over_the_limit_is_refused_and_one_within_is_taken() -> None:
    with pytest.raises(TooManyPixels):
        await cleaning.cleaned(fileplay.picture("PNG", size=(10_000, 4_001), mode="1"))

    large = Image.new("L", (5_000, 4_000))
    out = io.BytesIO()
    large.save(out, "JPEG")
    assert opened(await copy_of(out.getvalue())).size == large.size


@pytest.mark.parametrize("size", [0, 1, 4, 16, 60])
async def test_bytes_after_a_beginning_are_broken(size: int) -> None:
    for whole in (fileplay.picture(), fileplay.picture("PNG"), fileplay.film()):
        with pytest.raises(Broken):
            await cleaning.cleaned(whole[:12] + os.urandom(size) if size else b"")


async def test_a_picture_cut_short_is_broken() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = fileplay.picture(kind)
        with pytest.raises(Broken):
            await cleaning.cleaned(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    ("kind", "codec", "layout", "clean"),
    [
        ("ogg", "libopus", "mono", "audio/ogg"),
        ("mp3", "libmp3lame", "stereo", "audio/mpeg"),
        ("mp4", "aac", "mono", "audio/mp4"),
        ("wav", "pcm_s16le", "mono", "audio/wav"),
        ("flac", "flac", "mono", "audio/flac"),
        ("webm", "libopus", "mono", "audio/webm"),
    ],
)
async def test_a_voice_keeps_its_sound_and_loses_its_tags(
    kind: str, codec: str, layout: str, clean: str
) -> None:
    whole = fileplay.sound(kind, codec, layout)
    assert b"zebrawhistle" in whole

    found = await copy_of(whole)

    assert (found.clean_mime, found.has_voice) == (clean, True)
    assert not any(word in (found.content or b"") for word in SECRETS)
    container: Any
    with av.open(io.BytesIO(found.content or b"")) as container:
        assert 0.9 < float((container.duration or 0) / av.time_base) < 1.1
        assert sum(frame.samples for frame in container.decode(audio=0)) >= 40_000


@pytest.mark.parametrize(
    ("kind", "codec", "clean"),
    [
        ("mp4", "libx264", "video/mp4"),
        ("mov", "mpeg4", "video/mp4"),
        ("webm", "libvpx", "video/webm"),
    ],
)
async def test_a_film_keeps_its_pictures_and_loses_its_tags(
    kind: str, codec: str, clean: str
) -> None:
    whole = fileplay.film(kind, codec)
    assert b"zebrawhistle" in whole

    found = await copy_of(whole)

    assert (found.clean_mime, found.has_voice) == (clean, False)
    assert not any(word in (found.content or b"") for word in (*SECRETS, b"x264 - core"))
    container: Any
    with av.open(io.BytesIO(found.content or b"")) as container:
        assert sum(1 for _ in container.decode(video=0)) == 10


async def test_a_film_cut_short_is_broken() -> None:
    whole = fileplay.film()

    with pytest.raises(Broken):
        await cleaning.cleaned(whole[: len(whole) // 2])


async def test_a_container_that_names_another_file_does_not_open_it() -> None:
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
    script = b"ffconcat version 1.0\nfile /etc/passwd\n"

    for text in (playlist, script):
        assert (await cleaning.cleaned(text)).content is None


@pytest.mark.parametrize(
    "data",
    [
        zipped(),
        zipped(body=bytes(100 << 20)),
        b"MZ\x90\x00" + bytes(100),
        b"\x7fELF" + bytes(100),
        b"#!/bin/sh\nrm -rf /\n",
        b"Rar!\x1a\x07\x01\x00" + bytes(100),
        b"7z\xbc\xaf\x27\x1c" + bytes(100),
        b"\x1f\x8b\x08" + bytes(100),
        bytes(257) + b"ustar" + bytes(250),
    ],
    ids=["zip", "zip bomb", "exe", "elf", "script", "rar", "7z", "gzip", "tar"],
)
async def test_programs_and_archives_are_refused_unopened(data: bytes) -> None:
    with pytest.raises(Unwelcome):
        await cleaning.cleaned(data)


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"%PDF-1.7\n" + bytes(100), "application/pdf"),
        (zipped("[Content_Types].xml"), "application/vnd.openxmlformats"),
        (b"just words", "application/octet-stream"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/msword"),
        (b"<svg onload='alert(1)'/>", "image/svg+xml"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "image/heic"),
    ],
    ids=["pdf", "office", "text", "old office", "svg", "heic"],
)
async def test_other_kinds_have_no_clean_copy(data: bytes, mime: str) -> None:
    assert await cleaning.cleaned(data) == Cleaned(mime=mime)


async def test_a_worker_that_falls_over_means_a_broken_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cleaning, "_SECONDS", 0.01)

    with pytest.raises(Broken):
        await cleaning.cleaned(fileplay.picture())


async def test_a_copy_that_grows_without_end_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "_MOST", 100)

    with pytest.raises(Broken):
        await cleaning.cleaned(fileplay.picture(size=(300, 300)))


@pytest.mark.slow
async def test_random_damage_ends_in_a_copy_or_a_refusal() -> None:
    made = (fileplay.photo_with_place(), fileplay.film(), fileplay.sound())
    for whole in made:
        for at in range(3, len(whole), max(1, len(whole) // 12)):
            hurt = bytearray(whole)
            hurt[at : at + 8] = os.urandom(8)
            try:
                found = await cleaning.cleaned(bytes(hurt))
            except FileRefused:
                continue
            assert len(found.content or b"") <= files.LARGEST
