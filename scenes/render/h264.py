"""Pictures that stand, in an H.264 stream that libx264 wrote: each further frame is a slice that says "as before".

Such a slice costs some dozen bytes and no time, and decodes to exactly the picture before it. libx264 writes one itself
when it is given the same picture twice; here it is put in as often as wanted, and all slices are counted anew. That
holds for streams without B-frames (picture order count of type 2: frames are shown in the order of their numbers) in
which each picture refers to the one before.

Source of the syntax: Recommendation ITU-T H.264 (08/2021), clauses 7.3.1 to 7.3.3, 9.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SLICE, _KEY_SLICE, _SEQUENCE = 1, 5, 7  # kinds of NAL units
_START = b"\0\0\1"


class Standing:
    """Counts the frames of one stream while pictures that stand are put in. `told` is the encoder's extradata,
    `as_before` a packet with a slice that says "as before", written by an encoder with the same settings."""

    def __init__(self, told: bytes, as_before: bytes) -> None:
        self._bits = _number_bits(next(unit for unit in _units(told) if unit[0] & 31 == _SEQUENCE))
        self._as_before = next(unit for unit in _units(as_before) if unit[0] & 31 == _SLICE)
        self._last = 0  # the number of the last frame
        self._put_in = 0  # so many since the last key frame

    def packet(self, packet: bytes) -> bytes:
        """What the encoder wrote for a frame, counted anew."""
        units = list(_units(packet))
        if any(unit[0] & 31 == _KEY_SLICE for unit in units):
            self._last = self._put_in = 0
            return packet
        return b"".join(b"\0" + _START + (self._counted(unit) if unit[0] & 31 == _SLICE else unit) for unit in units)

    def stand(self) -> bytes:
        """A packet for one more frame of the picture before."""
        self._last += 1
        self._put_in += 1
        return b"\0" + _START + _numbered(self._as_before, self._last, self._bits)

    def _counted(self, unit: bytes) -> bytes:
        self._last = _number(unit, self._bits) + self._put_in
        return _numbered(unit, self._last, self._bits) if self._put_in else unit


def is_as_before(packet: bytes) -> bool:
    """Whether a packet is short enough to hold nothing but "as before"."""
    return len(packet) < 1000 and any(unit[0] & 31 == _SLICE for unit in _units(packet))


def _units(stream: bytes) -> Iterator[bytes]:
    """The NAL units of a stream with start codes."""
    for unit in stream.split(_START)[1:]:
        yield unit.rstrip(b"\0")  # a fourth byte of the start code after it; a unit never ends with one


def _plain(unit: bytes) -> bytes:
    """Without the bytes that keep a start code from appearing inside."""
    return unit.replace(b"\0\0\3", b"\0\0")


def _guarded(plain: bytes) -> bytes:
    return re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\0\0\3", plain)


class _Bits:
    """Reads the bits of a unit after its first byte."""

    def __init__(self, plain: bytes) -> None:
        self._value, self._left = int.from_bytes(plain[1:], "big"), 8 * (len(plain) - 1)
        self.read = 0

    def take(self, count: int) -> int:
        self._left -= count
        self.read += count
        return (self._value >> self._left) & ((1 << count) - 1)

    def number(self) -> int:
        """ue(v): as many zeros as digits follow the first one."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + (self.take(zeros) if zeros else 0)


def _number_bits(sequence: bytes) -> int:
    """How long the number of a frame is. Raises ValueError for a stream that frames cannot be put into."""
    bits = _Bits(_plain(sequence))
    profile = bits.take(8)
    bits.take(16)
    bits.number()  # its identifier
    if profile in (100, 110, 122, 244):
        if bits.number() == 3:  # colours in full
            bits.take(1)
        bits.number(), bits.number(), bits.take(1)  # depths of luma and chroma, a switch
        if bits.take(1):
            raise ValueError("a stream with scaling matrices")
    long = bits.number() + 4
    if bits.number() != 2:
        raise ValueError("a stream whose frames are not shown in the order of their numbers")
    return long


def _place(plain: bytes) -> int:
    """Where the number of its frame begins in a slice, in bits from the begin of the unit."""
    bits = _Bits(plain[:16])
    bits.number(), bits.number(), bits.number()  # the first macroblock, the kind of slice, the parameter set
    return 8 + bits.read


def _number(unit: bytes, long: int) -> int:
    plain = _plain(unit[:32])
    return (int.from_bytes(plain, "big") >> (8 * len(plain) - _place(plain) - long)) & ((1 << long) - 1)


def _numbered(unit: bytes, number: int, long: int) -> bytes:
    """A slice whose frame has this number (as far as it has room there)."""
    plain = _plain(unit)
    begin = plain[:16]
    shift = 8 * len(begin) - _place(plain) - long
    mask = ((1 << long) - 1) << shift
    value = int.from_bytes(begin, "big") & ~mask | (number % (1 << long)) << shift
    return _guarded(value.to_bytes(len(begin), "big") + plain[16:])
