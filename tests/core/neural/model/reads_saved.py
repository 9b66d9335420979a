#!/usr/bin/env python3
"""Reads with transformers and peft what Helicase saved, and compares every tensor.

    reads_saved.py model FOLDER EXPECTED.safetensors
    reads_saved.py adapter BASE ADAPTER EXPECTED.safetensors     (the base model with the adapter merged)

The classes below have the parameters of the published models and compute nothing: loading is what is tested.
Exits with 77 when torch, transformers, peft or safetensors is not installed.
"""
import sys

try:
    import peft
    import torch
    from safetensors.torch import load_file
    from torch import nn
    from transformers import AutoConfig, PreTrainedModel
except ImportError as missing:
    print(missing)
    sys.exit(77)


def group(**children):
    """A module that only names its children."""
    module = nn.Module()
    for name, child in children.items():
        module.add_module(name, child)
    return module


def layer(config):
    width, inner = config.hidden_size, config.intermediate_size
    return group(
        attention=group(
            self=group(Wqkv=nn.Linear(width, 3 * width)),
            output=group(dense=nn.Linear(width, width), LayerNorm=nn.LayerNorm(width)),
        ),
        mlp=group(
            gated_layers=nn.Linear(width, 2 * inner, bias=False),
            wo=nn.Linear(inner, width),
            layernorm=nn.LayerNorm(width),
        ),
    )


def encoder(config, pooler=True):
    width = config.hidden_size
    parts = {
        "embeddings": group(
            word_embeddings=nn.Embedding(config.vocab_size, width),
            token_type_embeddings=nn.Embedding(config.type_vocab_size, width),
            LayerNorm=nn.LayerNorm(width),
        ),
        "encoder": group(layer=nn.ModuleList(layer(config) for _ in range(config.num_hidden_layers))),
    }
    if pooler:
        parts["pooler"] = group(dense=nn.Linear(width, width))
    return parts


class Published(PreTrainedModel):
    """The parameters of the architecture that config.json names."""

    def __init__(self, config):
        super().__init__(config)
        width = config.hidden_size
        architecture = config.architectures[0]
        if architecture == "BertModel":
            parts = encoder(config)
        elif architecture == "BertForSequenceClassification":
            parts = {"bert": group(**encoder(config)), "classifier": nn.Linear(width, config.num_labels)}
        else:
            transform = group(dense=nn.Linear(width, width), LayerNorm=nn.LayerNorm(width))
            decoder = nn.Linear(width, config.vocab_size)
            parts = {
                "bert": group(**encoder(config, pooler=False)),
                "cls": group(predictions=group(transform=transform, decoder=decoder)),
            }
            self._tied_weights_keys = {
                "cls.predictions.decoder.weight": "bert.embeddings.word_embeddings.weight"
            }
        for name, part in parts.items():
            self.add_module(name, part)
        self.post_init()

    def forward(self, *inputs, **named):
        raise NotImplementedError


def load(folder):
    model, report = Published.from_pretrained(
        folder, config=AutoConfig.from_pretrained(folder), output_loading_info=True
    )
    problems = {key: sorted(value) for key, value in report.items() if value}
    if problems:
        sys.exit(f"{folder}: {problems}")
    return model.eval()


def compare(found, expected, tolerance):
    for name in sorted(expected):
        if name not in found:
            sys.exit(f"{name} is missing")
        difference = (found[name].double() - expected[name].double()).abs().max().item()
        if difference > tolerance:
            sys.exit(f"{name} differs by {difference}")
    extra = [name for name in found if name not in expected and name != "cls.predictions.decoder.weight"]
    if extra:
        sys.exit(f"not expected: {extra}")


def main():
    kind, *paths = sys.argv[1:]
    if kind == "model":
        folder, expected = paths
        model = load(folder)
        names = getattr(model.config, "id2label", None)
        print(f"{len(model.state_dict())} tensors, labels {names}")
        compare(model.state_dict(), load_file(expected), 0)
    else:
        base, adapter, expected = paths
        model = peft.PeftModel.from_pretrained(load(base), adapter)
        merged = model.merge_and_unload().state_dict()
        print(f"{len(merged)} tensors, adapter {sorted(model.peft_config['default'].target_modules)}")
        compare({name.replace(".modules_to_save.default", ""): value for name, value in merged.items()
                 if ".original_module." not in name}, load_file(expected), 1e-6)


if __name__ == "__main__":
    main()
