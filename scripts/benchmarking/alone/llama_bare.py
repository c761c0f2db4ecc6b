"""llama.cpp through its own bindings: how long prompts take, and how fast it writes after them.

Command line: a JSON file with the model's file, prompts as lists of tokens, how many tokens to write,
and a setting (`benchmarking.llama_settings`).
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from qa.models.llama import SPIN_VARIABLE

WINDOW = 4096
"""Tokens; the program's own."""


def main(file: Path) -> None:
    """Print seconds to load, and for each prompt seconds to the first token, to the last, and the tokens."""
    wish = json.loads(file.read_text("utf-8"))
    started = time.perf_counter()
    model = _loaded(wish["model"], wish["setting"])
    load_s = time.perf_counter() - started
    print(json.dumps({"load_s": load_s, "prompts": [_run(model, one, wish) for one in wish["prompts"]]}))


def _loaded(file: str, setting: dict[str, Any]) -> Any:
    if setting["spins"] is not None:
        os.environ[SPIN_VARIABLE] = setting["spins"]
    import llama_cpp
    from llama_cpp.llama_speculative import LlamaPromptLookupDecoding

    drafted = setting["drafted"]
    if not setting["extra"]:
        # The bindings' own class has no argument for it.
        params = llama_cpp.llama_model_default_params()
        params.use_extra_bufts = False
        llama_cpp.llama_cpp.llama_model_default_params = lambda: params
    return llama_cpp.Llama(
        file,
        n_ctx=WINDOW,
        n_batch=setting["batch"],
        n_ubatch=setting["together"],
        n_threads=setting["threads"],
        n_threads_batch=setting["threads"],
        flash_attn=setting["flash"],
        draft_model=LlamaPromptLookupDecoding(num_pred_tokens=drafted) if drafted else None,
        verbose=False,
    )


def _run(model: Any, prompt: list[int], wish: dict[str, Any]) -> dict[str, Any]:
    model.reset()
    started = time.perf_counter()
    first_s, tokens = 0.0, []
    for token in model.generate(prompt, temp=0.0):
        first_s = first_s or time.perf_counter() - started
        if token in wish["ends"]:
            break
        tokens.append(token)
        if len(tokens) == wish["tokens"]:
            break
    return {"first_s": first_s, "whole_s": time.perf_counter() - started, "tokens": tokens}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
