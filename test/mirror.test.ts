import { describe, expect, it } from 'vitest';
import { sources, textOf, workspaces } from './packages.ts';

const clouds = workspaces('adapters').map(({ path }) => path.replace('adapters/', ''));

/** The two versions of one API have the files of one cloud each: `operations/v2/snat.ts` is compared as `operations/snat.ts`. */
const filesOf = (cloud: string): ReadonlySet<string> =>
  new Set(
    sources(`adapters/${cloud}/src`).map((file) =>
      file.slice(`adapters/${cloud}/src/`.length).replace(/^operations\/v\d\//, 'operations/'),
    ),
  );

/** What not every cloud has, and why. A file that is not listed here has to be on all of them, under the same path. */
const particular: Readonly<Record<string, readonly string[]>> = {
  'the cloud does not sell it': [
    'billing.ts',
    'dnat.ts',
    'bandwidth.ts',
    'shared-bandwidth.ts',
    'conversion.ts',
    'codec/billing.ts',
    'codec/dnat.ts',
    'codec/bandwidth.ts',
    'codec/shared-bandwidth.ts',
    'operations/billing.ts',
    'operations/dnat.ts',
    'operations/bandwidth.ts',
    'operations/nat-ips.ts',
    'operations/shared-bandwidth.ts',
    'operations/conversion.ts',
    'operations/tags.ts',
    'operations/traffic.ts',
  ],
  'a part of one resource that is long on this cloud': [
    'address-pages.ts',
    'gateway-pages.ts',
    'gateway-state.ts',
    'deletion.ts',
    'find-gateways.ts',
    'find-networks.ts',
    'rules.ts',
  ],
  'many codes: a table for each way in which the cloud spells them': [
    'operations/codes.ts',
    'codes/v2.ts',
    'codes/v3.ts',
  ],
  'two versions of one API behind one set of verbs': [
    'api.ts',
    'versions/index.ts',
    'versions/v2.ts',
    'versions/v3.ts',
    'protocol/v2.ts',
    'protocol/v3.ts',
    'protocol/wire-form.ts',
  ],
  'the cloud tells nothing of it': ['availability.ts'],
  'what the package of a provider has for all of its products': [
    'signer.ts',
    'credentials.ts',
    'temporary-keys.ts',
    'codec/cursor.ts',
    'codec/time.ts',
  ],
  'short enough on one cloud to stand in another file': [
    'codec/size.ts',
    'codec/state.ts',
    'operations/answer.ts',
  ],
};

/** Kinds of receipts that not every cloud leaves, and why. */
const particularKinds: Readonly<Record<string, readonly string[]>> = {
  'the cloud does not sell it': [
    'gateway.renewed',
    'gateway.converted',
    'dnat.added',
    'dnat.replaced',
    'dnat.removed',
    'package.created',
    'package.changed',
    'package.deleted',
    'shared-bandwidth.created',
    'shared-bandwidth.changed',
    'shared-bandwidth.joined',
    'shared-bandwidth.left',
    'shared-bandwidth.deleted',
  ],
  'rules cannot be changed, or are added one by one': ['snat.replaced', 'snat.added-all', 'dnat.added-all'],
};

const kindsOf = (cloud: string): ReadonlySet<string> =>
  new Set(
    sources(`adapters/${cloud}/src`).flatMap((file) =>
      [...textOf(file).matchAll(/^ {2}kind: '([\w.-]+)',$/gm)]
        .map(([, kind = '']) => kind)
        .filter((kind) => kind.includes('.')),
    ),
  );

/** What each cloud has, split into what all have and what only some do. */
function compared(of: (cloud: string) => ReadonlySet<string>) {
  const sets = clouds.map(of);
  const everything = new Set(sets.flatMap((set) => [...set]));
  return [...everything].filter((one) => !sets.every((set) => set.has(one))).toSorted();
}

const listed = (reasons: typeof particular): readonly string[] => Object.values(reasons).flat().toSorted();

describe('adapters', () => {
  it('have the same folders and files, but for what is listed with its reason', () => {
    expect(compared(filesOf)).toEqual(listed(particular));
  });

  it('leave receipts of the same kinds, but for what is listed with its reason', () => {
    expect(compared(kindsOf)).toEqual(listed(particularKinds));
    expect(kindsOf('baidu').size).toBeGreaterThan(10);
  });
});
