"""A recording poured into a new container: sound and pictures as they are, no tags."""

import importlib
import io
from dataclasses import dataclass, field
from typing import Any

import av
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.stream import Disposition

# The one demuxer that may read a kind, the muxers that may write it, and what that is called.
_WAYS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "ogg": (("ogg",), "audio/ogg", "video/ogg"),
    # The second takes what old telephones recorded.
    "mov": (("mp4", "mov"), "audio/mp4", "video/mp4"),
    "matroska": (("webm", "matroska"), "audio/webm", "video/webm"),
    "mp3": (("mp3",), "audio/mpeg", "audio/mpeg"),
    "wav": (("wav",), "audio/wav", "audio/wav"),
    "flac": (("flac",), "audio/flac", "audio/flac"),
    "aac": (("adts",), "audio/aac", "audio/aac"),
    "amr": (("amr",), "audio/amr", "audio/amr"),
}
# Neither the name of a program nor the moment of writing.
_PLAIN = {"fflags": "+bitexact"}
_NO_ID3 = {"mp3": {"id3v2_version": "0", "write_id3v1": "0"}}
# Notes that cameras and encoders write between the pictures (SEI: H.264 and H.265, D.1).
_WITHOUT_NOTES = {"h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39-40"}
# The most that is read, in packets: an hour of film has some 400,000.
_PACKETS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A recording without tags. `has_voice` if there is sound in it."""

    content: bytes = field(repr=False)
    mime: str
    has_voice: bool


def load() -> None:
    """Load what PyAV would load at need, while files can still be opened."""
    for name in ("audio.stream", "video.stream", "subtitles.stream", "error"):
        importlib.import_module(f"av.{name}")


def clean(data: bytes, reader: str) -> Copy | None:
    """Return the recording in *data* without metadata, None if no container takes it.

    Sound and moving pictures are copied packet by packet; titles, places,
    chapters, covers, subtitles and data tracks stay behind.

    Args:
        data: The file.
        reader: The only demuxer that may try: others can be made to open further files.

    Raises:
        Exception: If it is no such recording; FFmpeg raises what it likes.
    """
    writers, sound, film = _WAYS[reader]
    for writer in writers:
        poured = _poured(data, reader, writer)
        if poured:
            content, kinds = poured
            mime = film if "video" in kinds else sound
            return Copy(content=content, mime=mime, has_voice="audio" in kinds)
    return None


def _poured(data: bytes, reader: str, writer: str) -> tuple[bytes, set[str]] | None:
    """Return the recording in another container and what is in it, None if that takes it not."""
    out = io.BytesIO()
    with av.open(io.BytesIO(data), "r", format=reader, metadata_errors="replace") as source:
        wanted = [stream for stream in source.streams if _is_wanted(stream)]
        if not wanted:
            raise ValueError("neither sound nor pictures")
        # Asked once the file is closed, a stream brings the process down.
        kinds = {str(stream.type) for stream in wanted}
        options = _PLAIN | _NO_ID3.get(writer, {})
        with av.open(out, "w", format=writer, options=options) as target:
            tracks = _tracks(target, wanted)
            if tracks is None:
                return None
            _pour(source, target, tracks)
    return out.getvalue(), kinds


def _is_wanted(stream: Any) -> bool:
    if stream.type == "video":
        # A cover is a video stream of one picture.
        return Disposition.attached_pic not in stream.disposition
    return bool(stream.type == "audio")


def _tracks(target: OutputContainer, wanted: list[Any]) -> dict[int, Any] | None:
    """Return a track of *target* for each stream, None if it has none for one of them."""
    try:
        tracks = {stream.index: target.add_stream_from_template(stream) for stream in wanted}
        for track in tracks.values():
            track.metadata.clear()
        target.metadata.clear()
        target.start_encoding()
    except (ValueError, av.FFmpegError):
        return None
    return tracks


def _pour(source: InputContainer, target: OutputContainer, tracks: dict[int, Any]) -> None:
    count = 0
    filters = {index: _without_notes(source.streams[index], tracks[index]) for index in tracks}
    for packet in source.demux([source.streams[index] for index in tracks]):
        index = packet.stream_index
        if packet.dts is None:
            continue
        count += 1
        if count > _PACKETS:
            raise ValueError("more packets than a recording has")
        sieve = filters[index]
        for kept in sieve.filter(packet) if sieve else [packet]:
            kept.stream = tracks[index]
            target.mux(kept)
    if not count:
        raise ValueError("nothing in it")


def _without_notes(stream: Any, track: Any) -> BitStreamFilterContext | None:
    wanted = _WITHOUT_NOTES.get(_codec(stream))
    return BitStreamFilterContext(wanted, stream, track) if wanted else None


def _codec(stream: Any) -> str:
    context = stream.codec_context
    return context.codec.canonical_name if context else ""
