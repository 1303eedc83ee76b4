import type { Expiring } from '@polynat/core';
import type { WireRequest } from '@polynat/transport';

/**
 * Where the credentials of one cloud come from, as data. `C` is what its signer takes, such as
 * `{ accessKeyId, accessKeySecret, securityToken? }`.
 */
export interface CredentialDefinition<C extends object = Readonly<Record<string, string>>> {
  readonly fields: { readonly [Field in keyof C]-?: CredentialField };
  /**
   * Variables of the cloud's own tools, in the order in which they are tried. Fields of two sets never mix: a set counts when each of
   * its required fields has a value.
   */
  readonly variables: readonly FieldNames<C>[];
  readonly profile?: ProfileDefinition<C>;
  /** Ways to temporary keys that variables name, tried in this order when there are no keys in the environment. */
  readonly exchanges?: readonly {
    /** All of them have a value. */
    readonly variables: readonly string[];
    readonly keys: Exchange;
  }[];
  /** The keys of the role that this machine has; without a name, of the only one. */
  role?(name: string | undefined, tools: ExchangeTools): Promise<object & Expiring>;
}

/** Gets temporary keys by a call; they are checked as those of a function are. `given`: the entries of the profile, or the variables. */
export type Exchange = (
  given: Readonly<Record<string, string | undefined>>,
  tools: ExchangeTools,
) => Promise<object & Expiring>;

export interface ExchangeTools {
  /**
   * Sends a request and reads its answer as JSON, or as text with `as: 'text'`. `direct`: without a proxy, as to the machine's own metadata.
   * No error shows what was answered.
   */
  ask(
    request: WireRequest,
    how?: { readonly direct?: boolean; readonly as?: 'json' | 'text' },
  ): Promise<unknown>;
  /** Milliseconds since 1970. */
  now(): number;
  uuid(): string;
  /** A file with a token. */
  readFile(path: string): Promise<string>;
}

/** One field of the credentials: printable characters without spaces, and what else it has to be. */
export interface CredentialField {
  /** Such as the token of temporary credentials. */
  readonly optional?: true;
  readonly pattern?: RegExp;
  /** Says what does not fit the pattern: `must not contain a slash`. */
  readonly must?: string;
}

/** What each field is called elsewhere; the first name that has a value counts. */
export type FieldNames<C extends object> = { readonly [Field in keyof C]?: string | readonly string[] };

export interface ProfileDefinition<C extends object> {
  /** Tried in this order. */
  readonly files: readonly ProfileFile<C>[];
  /** How to write such a file: `run \`aliyun configure\``. */
  readonly remedy: string;
}

export interface ProfileFile<C extends object> {
  /** Below the home folder; `NAME` stands for the name of the profile: `~/.tccli/NAME.credential`. */
  readonly path: string;
  /**
   * `list`: JSON with all profiles under `profiles`, each with its `name`, and the name of the usual one under `current`.
   * `sections`: INI, one section for each profile. `single`: JSON with one profile, named by the file.
   */
  readonly layout: 'list' | 'sections' | 'single';
  /** The profile that is read when none is named. */
  readonly usual: string;
  readonly fields: FieldNames<C>;
  /** The fields that count in each `mode` of a profile. A profile of another mode is refused; without this, all count in any mode. */
  readonly modes?: Readonly<Record<string, readonly (keyof C & string)[]>>;
  /** Modes whose entries are exchanged for temporary keys. */
  readonly exchanges?: Readonly<Record<string, Exchange>>;
}
