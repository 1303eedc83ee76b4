import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import type { Run } from '../api/types.ts';
import { stageTitle } from '../migrate/plan-view.ts';
import { dateTime } from '../shared/formats.ts';
import { badge, english, problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { styles } from '../shared/styles.ts';
import { tagOf } from '../texts/translate.ts';
import { decisionView, type Said } from './run-decisions.ts';
import { progressOf, type TimelineStage, type TimelineStep, timelineOf } from './timeline.ts';

const look = css`
  .timeline {
    display: grid;
    gap: 16px;
  }
  .timeline li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    gap: 8px;
    padding: 4px 0;
    align-items: baseline;
  }
  .mark {
    font-size: 13px;
    text-align: center;
    color: var(--muted);
  }
  .done .mark {
    color: var(--good);
  }
  .failed .mark {
    color: var(--bad);
  }
  .started .mark {
    color: var(--accent);
  }
  .planned {
    color: var(--muted);
  }
  .undone .what {
    text-decoration: line-through;
    color: var(--muted);
  }
  .bar {
    height: 6px;
    width: 100%;
    appearance: none;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--raised);
  }
  .bar::-webkit-progress-bar {
    background: var(--raised);
  }
  .bar::-webkit-progress-value {
    background: var(--accent);
    border-radius: 3px;
  }
  .bar::-moz-progress-bar {
    background: var(--accent);
  }
  .journal {
    max-height: 260px;
    overflow: auto;
    margin-top: 8px;
    font: 12px/1.7 var(--mono);
  }
  .left {
    display: grid;
    gap: 4px;
  }
`;

/** One line of the journal, as the stream tells it. */
interface JournalEvent {
  readonly position: number;
  readonly type: string;
  readonly name?: string;
  readonly at?: number;
  readonly by?: string;
}

const marks: Readonly<Record<TimelineStep['state'], string>> = {
  planned: '○',
  started: '◐',
  done: '●',
  failed: '✕',
  undone: '↺',
};
const over: readonly string[] = ['done', 'rolled-back'];

/** One run, live: its steps, its journal, and what it waits for a person to say. */
export class RunElement extends PolynatElement {
  static override styles: CSSResultGroup = [styles, look];
  static override properties = { ...PolynatElement.properties, run: {} };
  /** Id of the run. */
  declare run: string;
  #run: Run | undefined;
  #events: readonly JournalEvent[] = [];
  #said: Said = {};
  #checked = false;
  #reading: Promise<void> | undefined;

  constructor() {
    super();
    this.run = '';
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('run') && this.hasUpdated) this.restart();
  }

  protected override async load(): Promise<void> {
    const { signal } = this;
    if (this.run === '') return;
    this.#events = [];
    await this.#read();
    void this.#follow(signal);
  }

  async #read(): Promise<void> {
    this.#run = await this.client.get<Run>(`/runs/${this.run}`, { signal: this.signal });
    this.requestUpdate();
  }

  /** The journal is the stream; how the steps are now is read again whenever it has told something. */
  async #follow(signal: AbortSignal): Promise<void> {
    await this.during(async () => {
      this.loading -= 1;
      try {
        for await (const { type, data } of this.client.follow<JournalEvent>(
          `/runs/${this.run}/events`,
          signal,
        )) {
          if (signal.aborted) return;
          if (type !== 'end') this.#events = [...this.#events, data];
          this.#readSoon(signal);
          this.emit('polynat-event', { run: this.run, type });
        }
      } finally {
        this.loading += 1;
      }
    });
  }

  /** A burst of events is one reading. */
  #readSoon(signal: AbortSignal): void {
    this.requestUpdate();
    if (this.#reading) return;
    this.#reading = new Promise((resolve) => setTimeout(resolve, 150))
      .then(() => {
        this.#reading = undefined;
        return signal.aborted ? undefined : this.#read();
      })
      .catch(() => undefined);
  }

  async #act(path: string, body: object): Promise<void> {
    this.problem = undefined;
    await this.during(async () => {
      this.#run = await this.client.post<Run>(`/runs/${this.run}/${path}`, body);
      this.#said = {};
      this.#checked = false;
      this.emit('polynat-decided', { run: this.run, decision: path });
    });
  }

  async #check(): Promise<void> {
    this.problem = undefined;
    this.#checked = false;
    await this.during(async () => {
      await this.client.get(`/runs/${this.run}/check`, { signal: this.signal });
      this.#checked = true;
    });
  }

  override render(): TemplateResult {
    const run = this.#run;
    if (!run)
      return html`<div class="stack"><h1>${this.t('run.title')}</h1>${problemNote(this.language, this.problem)}</div>`;
    const { id, migration, created } = run;
    const state = migration?.state ?? run.state;
    const stages = timelineOf(run);
    const { done, all } = progressOf(stages);
    return html`<div class="stack">
      <div class="row spread">
        <div><h1>${this.t(migration ? 'run.migration' : 'run.title')}</h1><p class="muted mono small">${id}</p></div>
        ${badge(this.language, state)}
      </div>
      <section class="card stack tight">
        <dl class="facts">
          ${migration ? html`<dt>${this.t('run.from')}</dt><dd class="mono">${this.opening('gateway', migration.source, migration.source)}</dd>` : nothing}
          ${migration?.target === undefined ? nothing : html`<dt>${this.t('run.to')}</dt><dd class="mono">${this.opening('gateway', migration.target, migration.target)}</dd>`}
          <dt>${this.t('run.started')}</dt><dd>${dateTime(this.language, created)}</dd>
        </dl>
        ${all === 0 ? nothing : html`<progress class="bar" max=${all} value=${done} aria-label=${this.t('run.progress', { done, all })}></progress><p class="small muted" role="status">${this.t('run.progress', { done, all })}</p>`}
      </section>
      ${decisionView({
        ...{
          language: this.language,
          run,
          said: this.#said,
          isChecked: this.#checked,
          isBusy: this.loading > 0,
          problem: this.problem,
        },
        say: (change) => {
          this.#said = { ...this.#said, ...change };
          this.requestUpdate();
        },
        check: () => void this.#check(),
        act: (path, body) => void this.#act(path, body),
      })}
      ${problemNote(this.language, this.problem)}
      <section class="card stack" aria-label=${this.t('run.timeline')}>
        <h2>${this.t('run.timeline')}</h2>
        <div class="timeline">${stages.map((stage) => this.#stage(stage, over.includes(state)))}</div>
        <details><summary>${this.t('run.journal', { count: this.#events.length })}</summary>
          <ol class="journal" tabindex="0" aria-label=${this.t('run.inJournal')}>${this.#events.map((event) => this.#event(event))}</ol>
        </details>
      </section>
    </div>`;
  }

  #stage({ title, steps }: TimelineStage, isOver: boolean): TemplateResult {
    return html`<div><h3>${stageTitle(this.language, title)}</h3>
      <ul>${steps.map((step) => this.#step(step, isOver))}</ul></div>`;
  }

  #step({ summary, kind, state, at, why }: TimelineStep, isOver: boolean): TemplateResult {
    const word = state === 'planned' ? (isOver ? this.t('state.not-run') : '') : this.t(`state.${state}`);
    return html`<li class=${state}>
      <span class="mark" aria-hidden="true">${marks[state]}</span>
      <span class="what">${this.#what(summary, kind)}${why === undefined || state !== 'failed' ? nothing : html`<br><span class="small">${english(why)}</span>`}</span>
      <span class="small muted">${word}${at === undefined ? nothing : ` ${this.#time(at)}`}</span>
    </li>`;
  }

  #what(summary: string, kind: string | undefined): TemplateResult {
    const known = kind === undefined ? '' : textOr(this.language, `step.${kind}`, '');
    return known === '' ? english(summary) : html`${known}`;
  }

  #time(at: number): string {
    return new Intl.DateTimeFormat(tagOf(this.language), { timeStyle: 'medium' }).format(new Date(at));
  }

  #event({ position, type, name, at, by }: JournalEvent): TemplateResult {
    return html`<li data-position=${position}>${position} ${type}${name === undefined ? nothing : ` ${name}`}${by === undefined ? nothing : ` (${by})`}${at === undefined ? nothing : html` <span class="muted">${this.#time(at)}</span>`}</li>`;
  }
}
