import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import type { Principal } from '../api/types.ts';
import { problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { styles } from '../shared/styles.ts';
import { type Language, languageOf, languages, tagOf } from '../texts/translate.ts';
import { type Part, type Route, routeOf, sections } from './route.ts';

const look = css`
  :host {
    background: var(--page) !important;
    min-height: 100vh !important;
  }
  header {
    background: var(--surface);
    border-bottom: 1px solid var(--line);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 20px;
    max-width: 1240px;
    margin: 0 auto;
    padding: 8px 24px;
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 9px;
    font-weight: 680;
    font-size: 16px;
    color: var(--text);
  }
  .brand:hover {
    text-decoration: none;
  }
  .brand svg {
    display: block;
    border-radius: 5px;
  }
  nav {
    flex: 1 1 auto;
  }
  nav ul {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
  }
  nav a {
    display: block;
    padding: 6px 10px;
    border-radius: 6px;
    color: var(--muted);
    font-weight: 500;
  }
  nav a:hover {
    background: var(--raised);
    text-decoration: none;
    color: var(--text);
  }
  nav a[aria-current] {
    background: var(--accent-back);
    color: var(--accent);
  }
  .tools {
    display: flex;
    gap: 8px;
  }
  .tools select {
    min-height: 30px;
    padding: 2px 6px;
    font-size: 13px;
    border-color: var(--line);
  }
  main {
    max-width: 1240px;
    margin: 0 auto;
    padding: 24px;
  }
  main:focus {
    outline: none;
  }
  footer {
    max-width: 1240px;
    margin: 0 auto;
    padding: 0 24px 32px;
  }
  .skip {
    position: absolute;
    inset-inline-start: 8px;
    top: -60px;
    background: var(--surface);
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: 6px;
    z-index: 2;
  }
  .skip:focus {
    top: 8px;
  }
  @container (max-width: 640px) {
    .bar {
      padding: 8px 12px;
    }
    nav {
      order: 3;
      flex-basis: 100%;
      min-width: 0;
    }
    nav ul {
      flex-wrap: nowrap;
      overflow-x: auto;
    }
    nav li {
      flex: none;
    }
    .tools {
      margin-inline-start: auto;
    }
    main {
      padding: 16px 12px;
    }
    footer {
      padding: 0 12px 24px;
    }
  }
`;

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const languageNames: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文' };

/** What a person has chosen, kept in their browser; where that keeps nothing, it is chosen anew. */
const memory = {
  read: (name: string): string => {
    try {
      return localStorage.getItem(`polynat-${name}`) ?? '';
    } catch {
      return '';
    }
  },
  keep: (name: string, value: string): void => {
    try {
      localStorage.setItem(`polynat-${name}`, value);
    } catch {
      // A private window may refuse it.
    }
  },
};

/** The page that puts the parts together: navigation, language, theme. */
export class PortalElement extends PolynatElement {
  static override styles: CSSResultGroup = [styles, look];
  static override properties = { ...PolynatElement.properties, page: { type: Boolean } };
  /** Whether it is the whole page: then title, language and background of the document are its own too. */
  declare page: boolean;
  #route: Route = routeOf('');
  #principal: Principal | undefined;
  #theme: Theme = 'auto';

  constructor() {
    super();
    this.page = false;
    this.links = '#/';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#arrive);
    if (!this.hasAttribute('lang'))
      this.lang = memory.read('language') || (navigator.languages.map(languageOf)[0] ?? 'en');
    this.#theme = themes.find((theme) => theme === memory.read('theme')) ?? 'auto';
    this.#route = routeOf(location.hash);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#arrive);
  }

  protected override async load(): Promise<void> {
    this.#principal = await this.client.get<Principal>('/principal', { signal: this.signal });
  }

  readonly #arrive = (): void => {
    this.#route = routeOf(location.hash);
    this.requestUpdate();
    void this.updateComplete.then(() => {
      window.scrollTo(0, 0);
      this.renderRoot.querySelector<HTMLElement>('main')?.focus();
    });
  };

  override updated(): void {
    const scheme = this.#theme === 'auto' ? '' : this.#theme;
    this.style.setProperty('--polynat-color-scheme', scheme === '' ? null : scheme);
    if (!this.page) return;
    document.documentElement.lang = tagOf(this.language);
    document.documentElement.style.colorScheme = scheme;
    document.title = `${this.t(`nav.${this.#route.part}`)} · Polynat`;
  }

  override render(): TemplateResult {
    const opened = ({ detail: { part, id } }: CustomEvent<Route>) => {
      location.hash = `#/${part}/${encodeURIComponent(id)}`;
    };
    return html`<header><button class="skip" @click=${this.#skip}>${this.t('nav.skip')}</button><div class="bar">
        <a class="brand" href="#/fleet">${mark} Polynat</a>
        <nav aria-label=${this.t('nav.label')}><ul>
          ${sections.map((part) => html`<li><a href="#/${part}" aria-current=${this.#isCurrent(part) ? 'page' : nothing}>${this.t(`nav.${part}`)}</a></li>`)}
        </ul></nav>
        ${this.#tools()}
      </div></header>
      <main id="main" tabindex="-1" @polynat-open=${opened}>
        ${problemNote(this.language, this.problem)} ${this.#part()}
      </main>
      <footer class="muted small">${this.#principal ? this.#signedIn(this.#principal) : nothing}</footer>`;
  }

  #skip = (): void => {
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  };

  #isCurrent(part: Part): boolean {
    const { part: shown } = this.#route;
    return (
      part === shown || (part === 'fleet' && shown === 'gateway') || (part === 'runs' && shown === 'run')
    );
  }

  #signedIn({ id, roles }: Principal): TemplateResult {
    const words = roles.map((role) => textOr(this.language, `role.${role}`, role)).join(', ');
    return html`${this.t('frame.signedIn', { id })} (${words})`;
  }

  #tools(): TemplateResult {
    const chosen =
      (take: (value: string) => void) =>
      ({ target }: Event) => {
        if (target instanceof HTMLSelectElement) take(target.value);
        this.requestUpdate();
      };
    const speak = (value: string) => {
      this.lang = value;
      memory.keep('language', value);
    };
    const dress = (value: string) => {
      this.#theme = themes.find((theme) => theme === value) ?? 'auto';
      memory.keep('theme', value);
    };
    return html`<div class="tools">
      <select aria-label=${this.t('frame.theme')} @change=${chosen(dress)}>
        ${themes.map((theme) => html`<option value=${theme} ?selected=${theme === this.#theme}>${this.t(`theme.${theme}`)}</option>`)}
      </select>
      <select aria-label=${this.t('frame.language')} @change=${chosen(speak)}>
        ${languages.map((language) => html`<option value=${language} lang=${tagOf(language)} ?selected=${language === this.language}>${languageNames[language]}</option>`)}
      </select>
    </div>`;
  }

  #part(): TemplateResult {
    const { part, id } = this.#route;
    const { server, token, links, language } = this;
    switch (part) {
      case 'fleet':
        return html`<polynat-fleet .server=${server} .token=${token} .links=${links} lang=${language}></polynat-fleet>`;
      case 'gateway':
        return html`<polynat-gateway .server=${server} .token=${token} .links=${links} lang=${language} .gateway=${id}></polynat-gateway>`;
      case 'addresses':
        return html`<polynat-addresses .server=${server} .token=${token} .links=${links} lang=${language}></polynat-addresses>`;
      case 'create':
        return html`<polynat-create .server=${server} .token=${token} lang=${language} .cloud=${id}></polynat-create>`;
      case 'renewals':
        return html`<polynat-renewals .server=${server} .token=${token} .links=${links} lang=${language}></polynat-renewals>`;
      case 'migrate':
        return html`<polynat-migrate .server=${server} .token=${token} .links=${links} lang=${language} .source=${id}></polynat-migrate>`;
      case 'runs':
        return html`<polynat-runs .server=${server} .token=${token} .links=${links} lang=${language}></polynat-runs>`;
      case 'run':
        return html`<polynat-run .server=${server} .token=${token} .links=${links} lang=${language} .run=${id}></polynat-run>`;
      case 'approvals':
        return html`<polynat-approvals .server=${server} .token=${token} .links=${links} lang=${language}></polynat-approvals>`;
      case 'audit':
        return html`<polynat-audit .server=${server} .token=${token} .links=${links} lang=${language}></polynat-audit>`;
    }
  }
}

const mark = html`<svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><rect width="32" height="32" fill="#1f5fbf"></rect><path d="M7 10h7l4 6h7M7 22h7l4-6" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"></path><circle cx="25" cy="16" r="2.6" fill="#fff"></circle></svg>`;
