"""Training jobs: SageMaker's own rules for requests hold (botocore's and moto's; neither can train)."""

from __future__ import annotations

import os
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from edc.errors import InputError, UsageError
from edc.store.training_job import TrainingJob, follow, request_of, submit
from tests.conftest import Edc

JOB = TrainingJob(
    name="edc-spotter-1", image="123456789012.dkr.ecr.us-east-1.amazonaws.com/edc:1",
    role_arn="arn:aws:iam::123456789012:role/train", dataset="s3://bucket/clips", output="s3://bucket/runs/1",
    arguments=("--steps", "100"),
)  # fmt: skip


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield


def test_a_job_is_submitted_and_followed(aws: None) -> None:
    assert submit(JOB).endswith("training-job/edc-spotter-1")
    said: list[str] = []
    assert follow(JOB.name, said.append, every_s=0.0) == "s3://bucket/runs/1/checkpoints"
    assert said and said[-1].startswith("Completed")
    kept = boto3.client("sagemaker").describe_training_job(TrainingJobName=JOB.name)
    assert kept["EnableManagedSpotTraining"] and kept["CheckpointConfig"]["LocalPath"] == "/opt/ml/checkpoints"


def test_spot_waits_longer_than_it_runs_and_checkpoints_are_the_trainings_folder() -> None:
    request = request_of(JOB)
    stopping = request["StoppingCondition"]
    assert stopping["MaxWaitTimeInSeconds"] > stopping["MaxRuntimeInSeconds"]
    arguments = request["AlgorithmSpecification"]["ContainerArguments"]
    assert arguments == ["train", "/opt/ml/input/data/dataset", "--out", "/opt/ml/checkpoints", "--steps", "100"]


def test_wrong_requests_are_refused_with_a_remedy(aws: None, edc: Edc) -> None:
    with pytest.raises(UsageError, match="must lie in S3"):
        request_of(TrainingJob(name="x", image="i", role_arn="r", dataset="/data", output="s3://b/o"))
    with pytest.raises(UsageError, match="refuses"):
        submit(TrainingJob(name="no spaces allowed", image=JOB.image, role_arn="short", dataset=JOB.dataset,
                           output=JOB.output))  # fmt: skip
    with pytest.raises(InputError, match="knows no job"):
        follow("unknown", lambda line: None, every_s=0.0)
    done = edc("train", "s3://bucket/clips", "--on", "sagemaker", env={**os.environ})
    assert done.returncode == 2 and "--role" in done.stderr
