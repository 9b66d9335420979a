#!/usr/bin/env bash
# Starts this machine's part of a training run on several machines: `helicase launch` with the
# variables and flags of the published start of GeneT5. Run it on every machine, with its own number:
#
#   packaging/launch_distributed.sh --nnodes 2 --node-rank 0 --master node0 --nproc 4 -- TASK [options of helicase train]
#   packaging/launch_distributed.sh --nnodes 2 --node-rank 1 --master node0 --nproc 4 -- TASK [the same options]
#
# Flags, each after its variable and usual value:
#   MASTER_ADDR     localhost  --master HOST       machine 0
#   MASTER_PORT     29500      --port P            port on it
#   NNODES          1          --nnodes N          machines; --single: this one alone
#   NODE_RANK       0          --node-rank R       number of this machine, from 0
#   NPROC_PER_NODE  1          --nproc N           processes on this machine
#   OUTPUT_DIR      (given)    --output-dir DIR    run folder, on a disk that all machines share
#   TRAIN_DATA      (recipe)   --train-data FILE   data.train
#   MODEL_PATH      (recipe)   --model-path DIR    model.path
#   GRAD_ACCUM      (recipe)   --grad-accum N      batch.accumulation: micro-batches of a step, all processes together
#   LR              (recipe)   --lr X              optimizer.lr
# HELICASE names the program; otherwise it is that of the release build, or the one on the PATH.
set -euo pipefail

fail() { echo "launch_distributed.sh: $*" >&2; exit 2; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
helicase=${HELICASE:-$root/build/release/bin/helicase}
[ -x "$helicase" ] || helicase=$(command -v helicase) || fail "helicase is not built. hint: packaging/build.sh"

export MASTER_ADDR=${MASTER_ADDR:-localhost} MASTER_PORT=${MASTER_PORT:-29500}
export NNODES=${NNODES:-1} NODE_RANK=${NODE_RANK:-0} NPROC_PER_NODE=${NPROC_PER_NODE:-1}

while [ $# -gt 0 ] && [ "$1" != -- ]; do
  flag=$1
  shift
  if [ "$flag" = --single ]; then NNODES=1 NODE_RANK=0 MASTER_ADDR=localhost; continue; fi
  [ $# -gt 0 ] || fail "$flag needs a value"
  case "$flag" in
    --master) MASTER_ADDR=$1 ;;
    --port) MASTER_PORT=$1 ;;
    --nnodes) NNODES=$1 ;;
    --node-rank) NODE_RANK=$1 ;;
    --nproc) NPROC_PER_NODE=$1 ;;
    --output-dir) OUTPUT_DIR=$1 ;;
    --train-data) TRAIN_DATA=$1 ;;
    --model-path) MODEL_PATH=$1 ;;
    --grad-accum) GRAD_ACCUM=$1 ;;
    --lr) LR=$1 ;;
    *) fail "unknown flag $flag. hint: the options of helicase train stand after --" ;;
  esac
  shift
done
[ $# -ge 2 ] || fail "the task is missing. hint: end the line with -- TASK [options of helicase train]"
shift

options=()
[ -z "${OUTPUT_DIR:-}" ] || options+=(--run "$OUTPUT_DIR")
[ -z "${TRAIN_DATA:-}" ] || options+=(--data.train "$TRAIN_DATA")
[ -z "${MODEL_PATH:-}" ] || options+=(--model.path "$MODEL_PATH")
[ -z "${GRAD_ACCUM:-}" ] || options+=(--batch.accumulation "$GRAD_ACCUM")
[ -z "${LR:-}" ] || options+=(--optimizer.lr "$LR")

# The interface of the published start, where there is one of this name.
if [ "$NNODES" -gt 1 ] && [ -e /sys/class/net/eth0 ]; then
  export GLOO_SOCKET_IFNAME=${GLOO_SOCKET_IFNAME:-eth0}
fi
exec "$helicase" launch -- train "$@" "${options[@]}"
