"""Tiny rerankers with seeded random weights: a BERT's folder, and the same one as a GGUF file."""

from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

from index.reference_encoder import quiet_libraries

WORDS = "the flood cut power to homes in march a council said how many were without and it lasted".split()
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, "##s"]
TOKENS = 32
"""What the models read at most."""
WIDTH, INNER, HEADS = 16, 32, 2

LINEAR = {
    "embeddings.LayerNorm": "token_embd_norm",
    "encoder.layer.0.attention.self.query": "blk.0.attn_q",
    "encoder.layer.0.attention.self.key": "blk.0.attn_k",
    "encoder.layer.0.attention.self.value": "blk.0.attn_v",
    "encoder.layer.0.attention.output.dense": "blk.0.attn_output",
    "encoder.layer.0.attention.output.LayerNorm": "blk.0.attn_output_norm",
    "encoder.layer.0.intermediate.dense": "blk.0.ffn_up",
    "encoder.layer.0.output.dense": "blk.0.ffn_down",
    "encoder.layer.0.output.LayerNorm": "blk.0.layer_output_norm",
}
EMBEDDINGS = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.token_type_embeddings": "token_types",
}

Weights = dict[str, np.ndarray]


def make_folder(folder: Path, *, labels: int = 1) -> Weights:
    """Save a BERT of one layer with a head for pairs; return its weights.

    Both segments are the same to it, and its activation is the one that llama.cpp computes.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(1)
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY))
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=WIDTH,
        num_hidden_layers=1,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        max_position_embeddings=TOKENS,
        initializer_range=0.5,
        hidden_act="gelu_new",
        num_labels=labels,
    )
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        segments = model.bert.embeddings.token_type_embeddings.weight
        segments[1] = segments[0]
    with quiet_libraries():
        model.save_pretrained(folder)
        BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    return {name: tensor.detach().numpy() for name, tensor in model.state_dict().items()}


@dataclass(frozen=True, slots=True)
class Form:
    """How a GGUF file is made."""

    head: bool = True
    labels: tuple[str, ...] = ()
    template: str | None = None
    """What it says that a pair is framed in."""
    roberta: bool = False
    """With a vocabulary as XLM-RoBERTa's: the same numbers stand for the same words."""


def write_gguf(path: Path, weights: Weights, form: Form = Form()) -> Path:
    """Write the same BERT as a GGUF file, as llama.cpp's own converter would."""
    writer = gguf.GGUFWriter(path, "bert")
    writer.add_name("tiny reranker")
    writer.add_context_length(TOKENS)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_block_count(1)
    writer.add_head_count(HEADS)
    writer.add_layer_norm_eps(1e-12)
    writer.add_causal_attention(False)
    if form.template:
        writer.add_chat_template([{"name": "rerank", "template": form.template}])
    if form.labels:
        writer.add_classifier_output_labels(form.labels)
    writer.add_token_type_count(2)
    if form.roberta:
        _add_unigrams(writer)
    else:
        _add_word_pieces(writer)
    for name, called in EMBEDDINGS.items():
        writer.add_tensor(f"{called}.weight", weights[f"bert.{name}.weight"])
    linear = {f"bert.{name}": called for name, called in LINEAR.items()}
    if form.head:
        linear |= {"bert.pooler.dense": "cls", "classifier": "cls.output"}
    for name, called in linear.items():
        for part in ("weight", "bias"):
            writer.add_tensor(f"{called}.{part}", weights[f"{name}.{part}"])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_word_pieces(writer: gguf.GGUFWriter) -> None:
    """Add the WordPiece vocabulary; in a GGUF file the pieces that begin a word are marked."""
    special = [token.startswith("[") for token in VOCABULARY]
    writer.add_tokenizer_model("bert")
    writer.add_token_list(
        [
            token if is_special else token[2:] if token.startswith("##") else f"\u2581{token}"
            for token, is_special in zip(VOCABULARY, special, strict=True)
        ]
    )
    kinds = gguf.TokenType
    writer.add_token_types([kinds.CONTROL if is_special else kinds.NORMAL for is_special in special])
    writer.add_pad_token_id(VOCABULARY.index("[PAD]"))
    writer.add_unk_token_id(VOCABULARY.index("[UNK]"))
    writer.add_bos_token_id(VOCABULARY.index("[CLS]"))
    writer.add_sep_token_id(VOCABULARY.index("[SEP]"))
    writer.add_mask_token_id(VOCABULARY.index("[MASK]"))


def _add_unigrams(writer: gguf.GGUFWriter) -> None:
    """Add the same words as a unigram vocabulary, which wants two tokens between the parts of a pair."""
    kinds = gguf.TokenType
    special = {"<s>": kinds.CONTROL, "<pad>": kinds.CONTROL, "</s>": kinds.CONTROL}
    special |= {"<unk>": kinds.UNKNOWN, "<mask>": kinds.CONTROL}
    words = [*(f"\u2581{word}" for word in WORDS), "s"]
    writer.add_tokenizer_model("t5")
    writer.add_token_list([*special, *words])
    writer.add_token_scores([0.0] * len(special) + [-float(n) for n, _ in enumerate(words, start=1)])
    writer.add_token_types([*special.values(), *(kinds.NORMAL for _ in words)])
    numbers = {token: number for number, token in enumerate(special)}
    writer.add_bos_token_id(numbers["<s>"])
    writer.add_eos_token_id(numbers["</s>"])
    writer.add_sep_token_id(numbers["</s>"])
    writer.add_unk_token_id(numbers["<unk>"])
    writer.add_pad_token_id(numbers["<pad>"])
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(True)
    writer.add_add_sep_token(True)
    writer.add_add_space_prefix(True)
