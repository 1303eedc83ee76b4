import { splitPairs } from '../command-line/parse.ts';
import { UsageError } from '../terminal/failures.ts';

/** A tree of `Name=value` pairs while it is built. */
interface Branch {
  readonly members: Map<string, Branch | unknown>;
}

/** Parts of an operation that the provider's documents list as parameters although they only name the operation. */
interface Named {
  readonly name: string;
  /** A bare key of the query, as in `?purchaseReserved`. */
  readonly action?: unknown;
}

/**
 * Turns `Tag.1.Key=a Tag.1.Value=b RemovedIpAddresses.1=…`, as the provider's documents write it, into nested lists. A value that
 * starts with `[` or `{` is JSON.
 */
export function nativeInput(pairs: readonly string[], operation: Named): Record<string, unknown> {
  const root = newBranch();
  for (const [name, text] of splitPairs(pairs, operation.name)) {
    if (!namesOperation(name, text, operation)) put(root, pathOf(name), readValue(text, name), name);
  }
  return Object.fromEntries([...root.members].map(([name, member]) => [name, grown(member)]));
}

/** `Action=CreateNatGateway`, `version=1` and `action=purchaseReserved` repeat the name of the operation. */
function namesOperation(name: string, value: string, operation: Named): boolean {
  if (name === 'Action') return value === operation.name;
  if (name === 'action') return value === operation.action;
  return name === 'version' && /^v?1$/.test(value);
}

const newBranch = (): Branch => ({ members: new Map() });

function pathOf(name: string): readonly string[] {
  const path = name.split('.');
  if (path.every((part) => /^[A-Za-z0-9][\w-]*$/.test(part))) return path;
  throw new UsageError(
    `"${name}" is not a parameter name`,
    'write Name=value, Name.1=value or Name.1.Key=value',
  );
}

function put(branch: Branch, [first = '', ...rest]: readonly string[], value: unknown, name: string): void {
  const { members } = branch;
  const there = members.get(first);
  if (rest.length === 0 ? members.has(first) : members.has(first) && !isBranch(there)) {
    throw new UsageError(`${name}: ${first} cannot be both a value and a list`);
  }
  if (rest.length === 0) {
    members.set(first, value);
    return;
  }
  const inner = isBranch(there) ? there : newBranch();
  members.set(first, inner);
  put(inner, rest, value, name);
}

const isBranch = (member: unknown): member is Branch =>
  typeof member === 'object' && member !== null && 'members' in member && member.members instanceof Map;

/** A branch whose names are all numbers is a list, in their order. */
function grown(member: unknown): unknown {
  if (!isBranch(member)) return member;
  const entries = [...member.members].map(([name, inner]) => [name, grown(inner)] as const);
  if (!entries.every(([name]) => /^\d+$/.test(name))) return Object.fromEntries(entries);
  return entries.sort(([left], [right]) => Number(left) - Number(right)).map(([, inner]) => inner);
}

function readValue(text: string, name: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${name}: the value is not valid JSON`, 'quote the JSON for the shell');
  }
}
