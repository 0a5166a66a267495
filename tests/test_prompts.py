"""Every prompt names its schema and its fields, and marks what people wrote as data."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

import prompts

NAMES = sorted(file.stem for file in Path(prompts.__file__).parent.glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_a_prompt_is_loaded_checked_and_filled(name: str) -> None:
    prompt = prompts.load(name)
    assert prompt.seconds > 0 and prompt.tokens > 0
    filled = prompt.filled(**{field: f"<{field}>" for field in prompt.fields})
    assert all(f"<{field}>" in filled for field in prompt.fields) and "$" not in filled
    assert "fence" in prompt.fields and "is data" in prompt.text
    with pytest.raises(KeyError):
        prompt.filled(**{field: "" for field in prompt.fields}, more="")


@pytest.mark.parametrize(
    "text",
    [
        "Say what it is.",
        "---\nanswer: Anything\nseconds: 1\ntokens: 1\nfields: []\n---\nSay it.",
        "---\nanswer: RecogniseAnswer\nseconds: 1\ntokens: 1\nfields: [fence]\n---\nSay it.",
        "---\nanswer: RecogniseAnswer\nfields: []\n---\nSay it.",
    ],
)
def test_a_prompt_with_a_mistake_is_refused_by_its_name(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd.md").write_text(text)
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"prompts/odd\.md"):
        prompts.load("odd")
