"""Embedding models of a few kilobytes with random weights."""

import json
from pathlib import Path

from index.reference_encoder import ReferenceEncoder, load_local_model, quiet_libraries

WORDS = "the flood cut power to homes in march a council said how many were without and it lasted".split()
MODULES = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
TEXTS = ["how many homes were without power", "the council", "", "the flood cut power " * 30]


def make_model(folder: Path, *, pooling: str = "mean", normalised: bool = False, prompt: str = "") -> Path:
    """Save a BERT of two layers with random weights; 16 numbers to a vector, 24 tokens at most."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(1)
    folder = folder / "model"
    (folder / "1_Pooling").mkdir(parents=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    (folder / "vocab.txt").write_text("\n".join(vocabulary))
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
        initializer_range=0.5,
    )
    with quiet_libraries():
        BertModel(config).save_pretrained(folder)
        BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    modes = {"pooling_mode_mean_tokens": pooling == "mean", "pooling_mode_cls_token": pooling == "cls"}
    settings = {
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(MODULES[: 3 if normalised else 2])
        ],
        "sentence_bert_config.json": {"max_seq_length": 24, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": 16, **modes},
    }
    if prompt:
        named = {"prompts": {"passage": prompt}, "default_prompt_name": "passage"}
        settings["config_sentence_transformers.json"] = named
    for name, content in settings.items():
        (folder / name).write_text(json.dumps(content))
    return folder


def reference(folder: Path) -> ReferenceEncoder:
    """Return what sentence-transformers makes of a folder."""
    return ReferenceEncoder(load_local_model(folder, name="tiny"), name="tiny", digest="")
