"""Golden pictures: small PNGs beside the tests. `scripts/test tests/golden --accept` takes the new ones; look at them
before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.golden.comparison import difference

PICTURES = Path(__file__).parent / "pictures"


@pytest.fixture
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str, Image.Image], None]:
    """Compare a picture with the golden one of its name, or take it as that where `--accept` was given."""

    def compare(name: str, picture: Image.Image) -> None:
        kept = PICTURES / f"{name}.png"
        if request.config.getoption("--accept"):
            PICTURES.mkdir(exist_ok=True)
            if not (kept.exists() and difference_or_none(picture, kept)):
                picture.convert("RGB").save(kept, optimize=True)
            return
        assert kept.exists(), (
            f"no golden picture {name}: take one with scripts/test tests/golden --accept, and look at it"
        )
        found = difference(picture, Image.open(kept).convert("RGB"))
        if not found.is_small:
            picture.save(tmp_path / f"{name}.png")
            found.picture.save(tmp_path / f"{name}.difference.png")
        assert found.is_small, f"{name}: {found.share:.2%} of the pixels differ; see {tmp_path}"

    return compare


def difference_or_none(picture: Image.Image, kept: Path) -> bool:
    """Whether the kept picture still is good: then it stays as it is, to the byte."""
    old = Image.open(kept).convert("RGB")
    return old.size == picture.size and difference(picture, old).is_small
