import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import type { FormContext } from '../forms/context.ts';
import { type Language, translateKnown } from '../texts/translate.ts';

export interface OpenForm {
  readonly mutation: string;
  readonly target: string;
  readonly item: string;
  readonly context?: Partial<FormContext>;
}

interface Host extends LitElement {
  readonly server: string;
  readonly token: string;
}

/** A form over the part that asks for it. The browser keeps the keyboard inside, and gives it back afterwards. */
export class FormDialog {
  readonly #host: Host;
  #open: OpenForm | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  async open(form: OpenForm): Promise<void> {
    this.#open = form;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#dialog?.showModal();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog');
  }

  view(language: Language, done: () => void): TemplateResult {
    const { server, token } = this.#host;
    const { mutation = '', target = '', item = '', context = {} } = this.#open ?? {};
    const ended = () => {
      this.#open = undefined;
      this.#host.requestUpdate();
    };
    return html`<dialog aria-label=${translateKnown(language, `write.${mutation}`) ?? mutation} @close=${ended}>
      ${
        this.#open
          ? html`<polynat-form .server=${server} .token=${token} lang=${language} .mutation=${mutation} .target=${target} .item=${item} .context=${context}
            @polynat-closed=${() => this.#dialog?.close()} @polynat-done=${done}></polynat-form>`
          : nothing
      }
    </dialog>`;
  }
}
