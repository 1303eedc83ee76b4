/** Why a release may not be published now. Empty when nothing stands against it. */

/**
 * @typedef {object} Situation
 * @property {string} branch
 * @property {string} changes What `git status --porcelain` says.
 * @property {string} origin URL of the remote.
 * @property {string} repository URL that the packages name.
 * @property {readonly string[]} pendingChangesets
 * @property {readonly { readonly name: string, readonly version: string, readonly published: boolean }[]} packages
 * @property {boolean} inContinuousIntegration
 * @property {string | undefined} confirmed What was said to `--publish`.
 */

/**
 * @param {Situation} situation
 * @returns {readonly string[]}
 */
export function objections(situation) {
  const version = versionOf(situation.packages);
  return [
    ...unless(situation.branch === 'main', `the branch is ${situation.branch}: releases come from main`),
    ...unless(situation.changes === '', 'the checkout has changes: commit or remove them'),
    ...unless(
      plain(situation.origin) === plain(situation.repository),
      `this is a checkout of ${situation.origin || 'nothing'}, and the packages name ${situation.repository}`,
    ),
    ...unless(
      situation.pendingChangesets.length === 0,
      `changesets are pending (${situation.pendingChangesets.join(', ')}): run \`pnpm release --version\` and commit`,
    ),
    ...unless(
      situation.packages.some(({ published }) => !published),
      'every version is published already: nothing is left to do',
    ),
    ...unless(
      situation.inContinuousIntegration,
      'provenance is signed by the identity of a workflow: publish from CI, not from a machine',
    ),
    ...unless(
      situation.confirmed === version,
      `say the version of @polynat/cli to publish: \`--publish ${version}\``,
    ),
  ];
}

/** @param {Situation['packages']} packages */
const versionOf = (packages) => packages.find(({ name }) => name === '@polynat/cli')?.version ?? '';

/** `git+https://host/a/b.git`, `git@host:a/b` and `https://host/a/b` are one place. */
const plain = (/** @type {string} */ url) =>
  url
    .replace(/^git\+/, '')
    .replace(/^(?:ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$1/')
    .replace(/\.git$/, '');

/**
 * @param {boolean} holds
 * @param {string} objection
 */
const unless = (holds, objection) => (holds ? [] : [objection]);
