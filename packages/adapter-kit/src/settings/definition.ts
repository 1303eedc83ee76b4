import type { Guards } from '@polynat/core';

/**
 * What a user can set about a cloud beside its credentials, as data: the same names in a program, in the configuration of a container
 * and in `polynat.yaml`. `S` is what the adapter reads.
 */
export interface SettingsDefinition<
  S extends CloudSettings = CloudSettings & Readonly<Record<string, unknown>>,
> {
  readonly region: RegionSetting;
  readonly endpoint: EndpointSetting;
  /** What only this cloud has, such as `vpcs`. */
  readonly own: { readonly [Name in Exclude<keyof S, keyof CloudSettings>]-?: Setting };
}

/** What every cloud has. */
export interface CloudSettings extends Guards {
  /** As the provider names it. */
  readonly region: string;
  /** Scheme, host and port of another service than that of the region: a private endpoint, a proxy, an emulator. */
  readonly endpoint?: string;
}

export interface RegionSetting {
  /** A region to start with, for examples. */
  readonly example: string;
  readonly pattern: RegExp;
  /** Says what does not fit the pattern: `must name a region, such as cn-hangzhou`. */
  readonly must: string;
  /** Other names of regions: `{ gz: 'ap-guangzhou' }`. */
  readonly alsoCalled?: Readonly<Record<string, string>>;
  /** Variables of the cloud's own tools that name the region; the first one that is set counts. */
  readonly variables: readonly string[];
}

export interface EndpointSetting {
  readonly example: string;
}

/** A choice among words, a text, or a list of texts. */
export type Setting = (Choice | Text | Texts) & {
  /** What it decides, in one sentence without a full stop. */
  readonly summary: string;
};

interface Choice {
  readonly oneOf: readonly string[];
}

interface Text {
  readonly text: TextRule;
}

interface Texts {
  readonly listOf: TextRule;
}

interface TextRule {
  readonly pattern: RegExp;
  readonly must: string;
}
