import { type CSSResultGroup, html, LitElement, type TemplateResult } from 'lit';
import { Client } from '../api/client.ts';
import { problemOf, type ShownProblem } from '../api/problem.ts';
import { type Language, languageOf, type TextKey, translate } from '../texts/translate.ts';
import { styles } from './styles.ts';

/** What every part of the portal has: a server, a language, a look of its own, and events out. */
export abstract class PolynatElement extends LitElement {
  static override styles: CSSResultGroup = styles;
  static override properties: Record<string, object> = {
    server: {},
    token: {},
    lang: {},
    links: {},
  };

  /** Where the server is mounted, such as `/nat`. */
  declare server: string;
  /** A bearer token, where no cookie says who asks. */
  declare token: string;
  /** What links to other parts begin with, such as `#/`. Without it they are buttons, and the page listens to `polynat-open`. */
  declare links: string;
  protected problem: ShownProblem | undefined;
  /** How many requests of this part are on their way. */
  protected loading = 0;
  #stop = new AbortController();

  constructor() {
    super();
    this.server = '';
    this.token = '';
    this.links = '';
  }

  protected abstract load(): Promise<void>;

  protected get client(): Client {
    return new Client({ server: this.server, token: this.token });
  }

  /** Fires when the part leaves the page or shows something else. */
  protected get signal(): AbortSignal {
    return this.#stop.signal;
  }

  protected get language(): Language {
    return languageOf(
      this.lang || (this.closest('[lang]')?.getAttribute('lang') ?? document.documentElement.lang),
    );
  }

  protected t = (key: TextKey, words?: Readonly<Record<string, string | number>>): string =>
    translate(this.language, key, words);

  override connectedCallback(): void {
    super.connectedCallback();
    this.restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  /** Forgets what is on its way, and loads anew. */
  protected restart(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.problem = undefined;
    const { signal } = this;
    void this.updateComplete.then(() => (signal.aborted ? undefined : this.during(() => this.load())));
  }

  /** Shows that something is going on, and what came in its way. */
  protected async during<T>(work: () => Promise<T>): Promise<T | undefined> {
    const { signal } = this;
    this.loading += 1;
    this.requestUpdate();
    try {
      return await work();
    } catch (thrown) {
      if (!signal.aborted) this.problem = problemOf(thrown);
      return undefined;
    } finally {
      this.loading -= 1;
      this.requestUpdate();
    }
  }

  /** Opens another part: a link where the page has a place for it. Whoever embeds the part alone listens to `polynat-open`. */
  protected opening(part: string, id: string, words: unknown): TemplateResult {
    const tell = () => this.emit('polynat-open', { part, id });
    return this.links === ''
      ? html`<button class="link" @click=${tell}>${words}</button>`
      : html`<a href="${this.links}${part}/${encodeURIComponent(id)}">${words}</a>`;
  }

  protected emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  abstract override render(): TemplateResult;
}
