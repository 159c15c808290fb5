"""Training on SageMaker: the same command in a training job.

Comes in: where the dataset lies, the image, the role. Goes out: a job, followed until it ends. Spot instances may be
taken away at any time: `/opt/ml/checkpoints` is the training's folder, which SageMaker keeps in S3, and the training
goes on from it on the next instance.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from edc.errors import InputError, TransientError, UsageError
from edc.store.objects import MAX_ATTEMPTS, is_remote

CHECKPOINTS = "/opt/ml/checkpoints"
DATASET = "/opt/ml/input/data/dataset"
_DONE = {"Completed", "Failed", "Stopped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingJob:
    name: str
    image: str
    """A container image in ECR with EDC and PyTorch installed."""
    role_arn: str
    dataset: str
    """s3://bucket/prefix of the dataset's folder."""
    output: str
    """s3://bucket/prefix: checkpoints, weights and metrics come to lie below it."""
    arguments: Sequence[str] = ()
    """Of `edc train`, beside the dataset and --out."""
    instance: str = "ml.g5.xlarge"
    instances: int = 1
    spot: bool = True
    hours: float = 12.0
    disk_gb: int = 100


def request_of(job: TrainingJob) -> dict[str, Any]:
    """The arguments of `create_training_job`.

    Raises:
        UsageError: an address is not in S3.
    """
    for what, address in (("dataset", job.dataset), ("output", job.output)):
        if not is_remote(address):
            raise UsageError(f"On SageMaker the {what} must lie in S3, not at {address}: `aws s3 sync` it there.")
    seconds = round(job.hours * 3600)
    stopping = {"MaxRuntimeInSeconds": seconds}
    if job.spot:
        stopping["MaxWaitTimeInSeconds"] = 2 * seconds
    return {
        "TrainingJobName": job.name,
        "AlgorithmSpecification": {
            "TrainingImage": job.image, "TrainingInputMode": "File",
            "ContainerEntrypoint": ["torchrun", "--standalone", "--nproc-per-node", "gpu", "-m", "edc"],
            "ContainerArguments": ["train", DATASET, "--out", CHECKPOINTS, *job.arguments],
            "MetricDefinitions": [{"Name": "loss", "Regex": r"loss ([0-9.]+)"}],
        },
        "RoleArn": job.role_arn,
        "InputDataConfig": [{
            "ChannelName": "dataset", "InputMode": "File",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": job.dataset,
                                            "S3DataDistributionType": "FullyReplicated"}},
        }],
        "OutputDataConfig": {"S3OutputPath": f"{job.output.rstrip('/')}/output"},
        "CheckpointConfig": {"S3Uri": f"{job.output.rstrip('/')}/checkpoints", "LocalPath": CHECKPOINTS},
        "ResourceConfig": {"InstanceType": job.instance, "InstanceCount": job.instances,
                           "VolumeSizeInGB": job.disk_gb},
        "EnableManagedSpotTraining": job.spot,
        "StoppingCondition": stopping,
    }  # fmt: skip


def submit(job: TrainingJob) -> str:
    """Starts the job; gives its ARN.

    Raises:
        UsageError: no credentials, or SageMaker refuses the request.
        TransientError: SageMaker cannot be reached.
    """
    from botocore.exceptions import ClientError, NoCredentialsError, ParamValidationError
    from botocore.exceptions import ConnectionError as Unreachable

    try:
        answer = _client().create_training_job(**request_of(job))
    except NoCredentialsError as error:
        raise UsageError("SageMaker needs AWS credentials: set AWS_PROFILE, or run on a role.") from error
    except (ClientError, ParamValidationError) as error:
        raise UsageError(f"SageMaker refuses the job {job.name}: {error}") from error
    except Unreachable as error:
        raise TransientError(f"SageMaker cannot be reached ({error}): try again.") from error
    arn: str = answer["TrainingJobArn"]
    return arn


def follow(name: str, told: Callable[[str], None], *, every_s: float = 20.0) -> str:
    """Waits for the job's end, telling each new state; gives the S3 address of its checkpoints.

    Raises:
        InputError: it failed or was stopped, or there is no such job.
    """
    from botocore.exceptions import ClientError

    client, before = _client(), ""
    while True:
        try:
            found = client.describe_training_job(TrainingJobName=name)
        except ClientError as error:
            raise InputError(f"SageMaker knows no job {name}: {error}") from error
        state = f"{found['TrainingJobStatus']} ({found.get('SecondaryStatus', '')})"
        if state != before:
            told(state)
            before = state
        if found["TrainingJobStatus"] in _DONE:
            break
        time.sleep(every_s)
    if found["TrainingJobStatus"] != "Completed":
        why = found.get("FailureReason", "SageMaker says no more")
        raise InputError(f"The job {name} ended as {found['TrainingJobStatus']}: {why}.")
    address: str = found["CheckpointConfig"]["S3Uri"]
    return address


def _client() -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client("sagemaker", config=Config(retries={"mode": "adaptive", "max_attempts": MAX_ATTEMPTS}))
