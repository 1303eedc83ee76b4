import { failureOf, type Meaning, number, text } from '@polynat/adapter-kit';
import type { NatError } from '@polynat/core';
import {
  answerOfOthers,
  explaining,
  failureIn,
  meaningOf as meaningIn,
  lookUp as ownMeaning,
  unknownCode,
} from '@polynat/tencent';
import type { WireResponse } from '@polynat/transport';
import * as z from 'zod';
import { commonCodes, commonNames, moduleCodes } from './codes/v2.ts';
import { v3Codes } from './codes/v3.ts';

const moduleMeanings = Object.fromEntries(
  moduleCodes.flatMap(({ code, name, meaning }) => [
    [`${code}`, meaning],
    [name, meaning],
  ]),
);

/** Every code and name there is, of both generations. They never contradict each other. */
export const meanings: Readonly<Record<string, Meaning>> = {
  ...v3Codes,
  ...commonCodes,
  ...commonNames,
  ...moduleMeanings,
};

/** What a code means; details after a dot that nobody has documented are left aside. */
export const meaningOf = (code: string): Meaning | undefined => meaningIn(meanings, code);

const lookUp = (code: string): Meaning | undefined => ownMeaning(meanings, code);

/** `code` is a number on most pages and a text on that of the polling operation. */
const v2Envelope = z.looseObject({ code: number, message: text, codeDesc: text });

/**
 * The failure in an answer of version 2. Two shapes are documented: the pages of the operations put the module's own code on top,
 * with its name in `codeDesc`; the general page puts a common code on top and the module's own into the message, as `(13014)…`.
 */
export function failureOfV2(body: unknown, response: WireResponse, operation: string): NatError | undefined {
  const { code, message, codeDesc } = v2Envelope.safeParse(body).data ?? {};
  if (code === undefined) return answerOfOthers(response);
  if (code === 0 && response.status < 400) return undefined;
  const wrapped = /^\s*\((-?\d+)\)/.exec(message ?? '')?.[1];
  const own = wrapped ?? `${code}`;
  const meaning = lookUp(codeDesc ?? '') ?? lookUp(own) ?? lookUp(`${code}`);
  const { status } = response;
  const said = { cloud: 'tencent-bm', operation, status, code: own, message: message || codeDesc };
  return failureOf(said, meaning ?? unknownCode(status));
}

/** The failure in an answer of version 3, https://cloud.tencent.com/document/api/1024/34240 */
export const failureOfV3 = (body: unknown, response: WireResponse, operation: string): NatError | undefined =>
  failureIn(body, response, { cloud: 'tencent-bm', operation, meanings });

/** For people who met a code in a log. */
export const explainError = explaining(meanings);
