import type { EmulatorClock } from '../../clock.ts';
import { durations } from './limits.ts';
import type { Conversion } from './model.ts';

export interface ConversionStep {
  readonly name: string;
  readonly status: 'processing' | 'successful' | 'failed';
  /** Calendar instant; offsets are emulated seconds, however fast the clock runs. */
  readonly startedAt: number;
}

interface PlannedStep {
  readonly name: string;
  /** Milliseconds after the start. */
  readonly offset: number;
  readonly ends: 'successful' | 'failed';
}

const step = (name: string, offset: number, ends: PlannedStep['ends'] = 'successful'): PlannedStep => ({
  name,
  offset,
  ends,
});

const beginning = [step('init', 0), step('check', 0), step('configure', 0)];

/** Names and pace of the sample run in GetNatGatewayConvertStatus. */
const successful = [
  ...beginning,
  step('activate', 35_000),
  step('conf_delete', 39_000),
  step('end_success', durations.convertGateway),
];

/** Chosen: what fails is the switch itself. */
const failing = [
  ...beginning,
  step('activate', 35_000, 'failed'),
  step('rollback', 39_000),
  step('end_fail', durations.convertGateway, 'failed'),
];

const plans: Readonly<Record<Conversion['outcome'], readonly PlannedStep[]>> = {
  success: successful,
  failed: failing,
  stuck: beginning,
};

/** The steps that have begun by now, in order. */
export function stepsOf(conversion: Conversion, clock: EmulatorClock): readonly ConversionStep[] {
  const plan = plans[conversion.outcome];
  const begun = plan.filter(({ offset }) => offset === 0 || clock.passed(conversion.startedWork + offset));
  const finished = conversion.outcome !== 'stuck' && begun.length === plan.length;
  return begun.map(({ name, offset, ends }, index) => ({
    name,
    status: finished || index < begun.length - 1 ? ends : 'processing',
    startedAt: conversion.startedAt + offset,
  }));
}
