import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import type { Cloud } from '../api/types.ts';
import { writesAt } from '../forms/placements.ts';
import { problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { styles } from '../shared/styles.ts';

const look = css`
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 20px;
  }
  .narrow {
    max-width: 720px;
  }
  .choices > span {
    display: grid;
    gap: 4px;
  }
`;

/** What can be bought on a cloud: a gateway, a public IP. */
export class CreateElement extends PolynatElement {
  static override styles: CSSResultGroup = [styles, look];
  static override properties = { ...PolynatElement.properties, cloud: {} };
  /** Alias of the cloud; the first one when left out. */
  declare cloud: string;
  #clouds: readonly Cloud[] = [];
  #mutation = 'gateways.create';

  constructor() {
    super();
    this.cloud = '';
  }

  protected override async load(): Promise<void> {
    const { items } = await this.client.get<{ items: readonly Cloud[] }>('/clouds');
    this.#clouds = items;
    if (this.cloud === '') this.cloud = items[0]?.alias ?? '';
  }

  override render(): TemplateResult {
    const choose =
      (take: (value: string) => void) =>
      ({ target }: Event) => {
        if (target instanceof HTMLSelectElement) take(target.value);
        this.requestUpdate();
      };
    return html`<div class="stack">
      <h1>${this.t('create.title')}</h1>
      ${problemNote(this.language, this.problem)}
      <div class="card stack narrow">
        <div class="choices">
          <span><label for="what">${this.t('create.what')}</label>
            <select id="what" @change=${choose((value) => {
              this.#mutation = value;
            })}>
              ${writesAt('cloud').map((mutation) => html`<option value=${mutation} ?selected=${mutation === this.#mutation}>${textOr(this.language, `write.${mutation}`, mutation)}</option>`)}
            </select></span>
          <span><label for="cloud">${this.t('create.cloud')}</label>
            <select id="cloud" @change=${choose((value) => {
              this.cloud = value;
            })}>
              ${this.#clouds.map(({ alias, region }) => html`<option value=${alias} ?selected=${alias === this.cloud}>${alias} · ${region}</option>`)}
            </select></span>
        </div>
        ${this.cloud === '' ? nothing : html`<polynat-form .server=${this.server} .token=${this.token} lang=${this.language} .mutation=${this.#mutation} .target=${this.cloud} @polynat-closed=${() => this.emit('polynat-open', { part: 'fleet', id: '' })}></polynat-form>`}
      </div>
    </div>`;
  }
}
