#!/usr/bin/env python3
"""Reads a folder of event files as TensorBoard does and prints its scalars and texts as JSON.

    reads_events.py FOLDER

Exits with 77 when tensorboard is not installed.
"""
import json
import sys

try:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
except ImportError as missing:
    print(missing)
    sys.exit(77)

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "tensors": 0})
events.Reload()
tags = events.Tags()
print(
    json.dumps(
        {
            "scalars": {
                tag: [[point.step, str(point.value), point.wall_time] for point in events.Scalars(tag)]
                for tag in tags["scalars"]
            },
            "texts": {
                tag: events.Tensors(tag)[-1].tensor_proto.string_val[0].decode() for tag in tags["tensors"]
            },
        }
    )
)
