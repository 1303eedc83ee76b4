/**
 * The GitHub Action. It only reads from clouds: `polynat plan` and `polynat fleet drift`. Keys come from the environment of the job, as
 * for the command itself.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const input = (name, otherwise) => process.env[`INPUT_${name.toUpperCase()}`]?.trim() || otherwise;
const folder = input('documents', '.');
const modes = { plan, drift };
const mark = '<!-- polynat plan -->';
/** GitHub refuses longer comments. */
const longest = 60_000;
const headings = {
  same: 'no change',
  changes: 'would change',
  blocked: 'cannot be planned until decided',
  failed: 'failed',
};

try {
  const mode = input('mode', 'plan');
  if (!Object.hasOwn(modes, mode)) throw new Error(`mode: "${mode}" is neither plan nor drift`);
  await modes[mode]();
} catch (error) {
  console.log(`::error::${escaped(error.message)}`);
  process.exitCode = 1;
}

async function plan() {
  const results = documentsIn(folder).map(planned);
  const changes = results.filter(({ state }) => state !== 'same').length;
  const text = comment(results);
  tell(text, changes);
  const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
  if (event.pull_request) await writeComment(event.pull_request.number, text);
  else console.log('This is no pull request, so no comment was written.');
  if (results.some(({ state }) => state === 'failed')) throw new Error('a document could not be planned');
}

async function drift() {
  const { status, stdout, stderr } = polynat('fleet', 'drift', folder);
  if (status !== 0 && status !== 6) throw new Error(stderr.trim() || `polynat ended with ${status}`);
  tell(`## Drift\n\n${fenced(stdout)}`, status === 6 ? 1 : 0);
  if (status === 6) throw new Error('gateways have drifted from their documents');
}

function documentsIn(directory) {
  const found = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file) && !file.includes('node_modules'))
    .map((file) => join(directory, file))
    .filter((file) => /^polynat: \d+$/m.test(readFileSync(file, 'utf8')))
    .sort();
  if (found.length === 0) throw new Error(`documents: ${directory} has no gateway document`);
  return found;
}

/** A document says itself which gateway it was exported from. */
function planned(file) {
  const name = relative(process.cwd(), file);
  const ref = /^( +)origin:\n(?:\1 +.*\n)*?\1 +ref: *['"]?(?<ref>[^'"\n]+)/m.exec(readFileSync(file, 'utf8'))
    ?.groups?.ref;
  if (!ref)
    return {
      name,
      state: 'failed',
      text: 'It has no `origin.ref`, so nobody knows which gateway it describes.',
    };
  const { status, stdout, stderr } = polynat('plan', file, '--on', ref, '--exit-code');
  const state = { 0: 'same', 5: 'blocked', 6: 'changes' }[status] ?? 'failed';
  return {
    name,
    ref,
    state,
    text: state === 'failed' ? stderr.trim() || `polynat ended with ${status}` : stdout,
  };
}

function polynat(...words) {
  const [program, ...first] = input('command', 'npx polynat').split(/\s+/);
  // The token of the job is for this script alone.
  const { INPUT_TOKEN: _token, ...env } = process.env;
  const done = spawnSync(program, [...first, ...words], { encoding: 'utf8', env: { ...env, NO_COLOR: '1' } });
  if (done.error) throw new Error(`command: ${program} cannot be started: ${done.error.message}`);
  return done;
}

function comment(results) {
  const parts = results.map(({ name, ref, state, text }) => {
    const heading = `### ${name}: ${headings[state]}`;
    return state === 'same' ? `${heading}\n\n\`${ref}\`` : `${heading}\n\n${fenced(text)}`;
  });
  const whole = `${mark}\n## Gateways\n\n${parts.join('\n\n')}\n`;
  return whole.length <= longest
    ? whole
    : `${whole.slice(0, longest)}\n\`\`\`\n\nShortened: see the summary of the job.\n`;
}

/** A fence that is longer than any inside. */
function fenced(text) {
  const inside = Math.max(2, ...[...text.matchAll(/`+/g)].map(([found]) => found.length));
  const fence = '`'.repeat(inside + 1);
  return `${fence}\n${text.trim()}\n${fence}`;
}

function tell(text, changes) {
  if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${text}\n`);
  if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `changes=${changes}\n`);
}

/** One comment for each pull request: the next run rewrites it. */
async function writeComment(number, body) {
  const issues = `/repos/${process.env.GITHUB_REPOSITORY}/issues`;
  for (let page = 1; ; page += 1) {
    const comments = await github('GET', `${issues}/${number}/comments?per_page=100&page=${page}`);
    const own = comments.find((one) => one.body?.startsWith(mark));
    if (own) return github('PATCH', `${issues}/comments/${own.id}`, { body });
    if (comments.length < 100) return github('POST', `${issues}/${number}/comments`, { body });
  }
}

async function github(method, path, body) {
  const answer = await fetch(`${process.env.GITHUB_API_URL ?? 'https://api.github.com'}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${input('token', '')}`,
      'x-github-api-version': '2022-11-28',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok)
    throw new Error(
      `GitHub answered ${answer.status} to ${method} ${path}; give the job \`permissions: pull-requests: write\``,
    );
  return answer.json();
}

function escaped(text) {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
