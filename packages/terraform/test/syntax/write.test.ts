import { format } from '@cdktn/hcl-tools';
import { parse } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, block, comment } from '../../src/syntax/body.ts';
import { reference } from '../../src/syntax/expression.ts';
import { asStored } from '../../src/syntax/text.ts';
import { writeHcl } from '../../src/syntax/write.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        '$',
        '%',
        '{',
        '}',
        '"',
        '\\',
        '\n',
        '\r',
        '\t',
        '#',
        '*/',
        '~',
        'é',
        'e\u0301',
        '名',
        '👩‍💻',
        '\u202e',
        '\ufeff',
        '\ud800',
        '\u0000',
        'EOT',
        '<<',
      ),
    )
    .map((parts) => parts.join('')),
);

/** The parser keeps the escapes of templates, so that a text and a reference can be told apart. */
const unescaped = (text: unknown) => String(text).replaceAll('$${', '${').replaceAll('%%{', '%{');

interface Read {
  readonly resource: { readonly a_type: { readonly a_label: readonly Readonly<Record<string, unknown>>[] } };
}

async function read(text: string): Promise<Readonly<Record<string, unknown>>> {
  const { resource } = (await parse('written.tf', text)) as unknown as Read;
  return resource.a_type.a_label[0] ?? {};
}

const resource = (...body: Parameters<typeof block>[2][]) =>
  block('resource', ['a_type', 'a_label'], ...body);

describe('writing HCL', () => {
  it('keeps any name, description and tag as Terraform stores it', async () => {
    const tags = fc.dictionary(
      hostile.filter((key) => key !== '__proto__'),
      hostile,
      { maxKeys: 5 },
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, tags, async (name, description, labels) => {
        const map = Object.fromEntries(Object.entries(labels).map(([key, value]) => [asStored(key), value]));
        const text = writeHcl([
          comment(name),
          resource(
            attribute('name', name),
            attribute('description', description),
            attribute('tags', { map }),
          ),
        ]);
        const written = await read(text);
        expect(unescaped(written.name)).toBe(asStored(name));
        expect(unescaped(written.description)).toBe(asStored(description));
        expect(
          Object.fromEntries(
            Object.entries(written.tags ?? {}).map(([key, value]) => [unescaped(key), unescaped(value)]),
          ),
        ).toEqual(Object.fromEntries(Object.entries(map).map(([key, value]) => [key, asStored(value)])));
      }),
      { numRuns: 80 },
    );
  });

  it('leaves nothing to `terraform fmt`, whatever tags are called', async () => {
    const key = fc
      .array(fc.constantFrom('a', 'Team', '1', ':', ' ', '$', '{', '%', '"', '\\', '\n', 'é', '名', '👩‍💻'), {
        maxLength: 8,
      })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, key, { maxKeys: 5 }), async (map) => {
        const text = writeHcl([resource(attribute('name', 'x'), attribute('tags', { map }))]);
        expect(await format(text)).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: what Terraform would evaluate
  it('never lets a text of a cloud be evaluated', async () => {
    const text = writeHcl([resource(attribute('name', '${file("/etc/passwd")}%{ if true }'))]);
    expect((await read(text)).name).toBe('$${file("/etc/passwd")}%%{ if true }');
  });
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: what Terraform would evaluate

  it('keeps a comment on one line', () => {
    expect(writeHcl([comment('shop\n}\nresource "x" "y" {}\u202e')])).toBe('# shop } resource "x" "y" {}\n');
  });

  it('aligns the assignments of each run of lines and no others', async () => {
    const text = writeHcl([
      comment('a rule'),
      resource(
        attribute('a', reference('alicloud_nat_gateway', 'shop', 'id')),
        attribute('longer', { join: [reference('x', 'y', 'ip'), '47.92.0.2'] }),
        attribute('tags', { map: { team: 'shop', 'acs:cost': '名', for: 'x' } }),
        attribute('b', 1),
        attribute('empty', { map: {} }),
        'blank line',
        block('lifecycle', [], attribute('prevent_destroy', true)),
        'blank line',
        attribute(
          'depends_on',
          Array.from({ length: 6 }, (_, index) => reference('alicloud_eip_association', `shop_${index}`)),
        ),
      ),
      'blank line',
      block('resource', ['b', 'c']),
    ]);
    expect(text).toMatchInlineSnapshot(`
      "# a rule
      resource "a_type" "a_label" {
        a      = alicloud_nat_gateway.shop.id
        longer = join(",", [x.y.ip, "47.92.0.2"])
        tags = {
          team       = "shop"
          "acs:cost" = "名"
          "for"      = "x"
        }
        b     = 1
        empty = {}

        lifecycle {
          prevent_destroy = true
        }

        depends_on = [
          alicloud_eip_association.shop_0,
          alicloud_eip_association.shop_1,
          alicloud_eip_association.shop_2,
          alicloud_eip_association.shop_3,
          alicloud_eip_association.shop_4,
          alicloud_eip_association.shop_5,
        ]
      }

      resource "b" "c" {}
      "
    `);
    expect(await format(text)).toBe(text);
  });
});
