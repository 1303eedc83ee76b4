import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { NatError } from '@polynat/core';
import {
  type FailedGateway,
  type MoveLimits,
  type MovePolicy,
  type NamedPlan,
  readMovePolicy,
} from '@polynat/fleet';
import { readPlan } from '@polynat/migrate';
import { parseYaml, readText, reasonOf } from '../command-line/files.ts';
import { isDocument } from '../command-line/scope.ts';
import type { Io } from '../terminal/io.ts';

/** What the user named: a policy, or plans. */
export type MovesInput =
  | { readonly policy: MovePolicy }
  | {
      readonly plans: readonly NamedPlan[];
      readonly unreadable: readonly FailedGateway[];
      readonly limits: MoveLimits;
    };

/** A folder holds plans; a file is a plan or a policy. */
export function readMovesInput(io: Io, path: string): MovesInput {
  if (isFolder(io, path)) return plansIn(io, path);
  const content = parseYaml(readText(io, path, 'policy'), path);
  if (isObject(content) && 'stages' in content)
    return { plans: [{ file: path, plan: readPlan(content) }], unreadable: [], limits: {} };
  return { policy: readMoveFile(io, path, content) };
}

const isObject = (content: unknown): content is Readonly<Record<string, unknown>> =>
  typeof content === 'object' && content !== null;

/** `content`: of the file `path`. */
export const readMoveFile = (io: Io, path: string, content: unknown): MovePolicy =>
  readMovePolicy(withMapping(io, path, content));

/** A policy may name the file of its mapping, relative to its own place. */
function withMapping(io: Io, path: string, content: unknown): unknown {
  if (!isObject(content) || typeof content.mapping !== 'string') return content;
  const file = join(dirname(path), content.mapping);
  return { ...content, mapping: parseYaml(readText(io, file, 'mapping'), file) };
}

function isFolder({ directory }: Io, path: string): boolean {
  return statSync(resolve(directory, path), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A file that holds no plan is named and keeps nobody from the others. */
function plansIn(io: Io, folder: string): MovesInput {
  const files = readdirSync(resolve(io.directory, folder)).filter(isDocument).sort();
  if (files.length === 0)
    throw new NatError('invalid-argument', `there are no plans in ${folder}`, {
      field: 'plans',
      remedy: 'write them with `polynat plan … --output`, as JSON or YAML',
    });
  const plans: NamedPlan[] = [];
  const unreadable: FailedGateway[] = [];
  for (const name of files) {
    const file = join(folder, name);
    try {
      plans.push({ file, plan: readPlan(parseYaml(readText(io, file, 'plan'), file)) });
    } catch (thrown) {
      unreadable.push(unreadableFile(file, thrown));
    }
  }
  return { plans, unreadable, limits: {} };
}

function unreadableFile(file: string, thrown: unknown): FailedGateway {
  if (!NatError.is(thrown)) return { file, message: reasonOf(thrown) };
  const { code, plain, field, remedy } = NatError.from(thrown);
  const message = field === undefined ? plain : `${field}: ${plain}`;
  return { file, code, message, ...(remedy !== undefined && { remedy }) };
}
