import { describe, expect, it } from 'vitest';
import { aliasesNamed } from '../src/command-line/scope.ts';
import { nativeInput } from '../src/native/native-input.ts';
import { render, sheet, table } from '../src/terminal/table.ts';

describe('parameters of a native operation', () => {
  const read = (...pairs: string[]) =>
    nativeInput(pairs, { name: 'CreateThing', action: 'purchaseReserved' });

  it.each([
    [['Tag.1.Key=a', 'Tag.1.Value=b', 'Tag.2.Key=c'], { Tag: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] }],
    [['Ips.10=j', 'Ips.2=b', 'Ips.1=a'], { Ips: ['a', 'b', 'j'] }],
    [['eips=["1.2.3.4"]'], { eips: ['1.2.3.4'] }],
    [['Filter=a=b'], { Filter: 'a=b' }],
    [['Name='], { Name: '' }],
    [['Action=CreateThing', 'version=1', 'action=purchaseReserved', 'natId=nat-1'], { natId: 'nat-1' }],
    [['Action=Other'], { Action: 'Other' }],
  ])('%j becomes %j', (pairs, expected) => {
    expect(read(...pairs)).toEqual(expected);
  });

  it.each([
    [['Name'], /is not Name=value/],
    [['=x'], /is not Name=value/],
    [['Name=1', 'Name=2'], /given twice/],
    [['Tag=1', 'Tag.1=2'], /both a value and a list/],
    [['Tag.1=2', 'Tag=1'], /both a value and a list/],
    [['__proto__.x=1'], /is not a parameter name/],
    [['eips=[1'], /is not valid JSON/],
  ])('%j is refused', (pairs, message) => {
    expect(() => read(...pairs)).toThrow(message);
  });
});

describe('the clouds a command line names', () => {
  it.each([
    ['gateways get <ref>', ['shop:cn-hangzhou/ngw-1'], {}, ['shop']],
    ['gateways get <ref>', ['not-a-ref'], {}, undefined],
    ['gateways list', [], {}, undefined],
    ['gateways list', [], { cloud: ['a,b', 'c'] }, ['a', 'b', 'c']],
    ['call <alias> [operation] [pairs...]', ['shop', 'X', 'Y=z:1'], {}, ['shop']],
    ['plan <source>', ['shop:x/y'], { to: 'search' }, ['shop', 'search']],
    ['plan <source>', ['shop.yaml'], { on: 'legacy:x/y' }, ['legacy']],
    ['snat add <ref> <source>', ['shop:x/y', 'subnet:vsw-1'], {}, ['shop']],
    ['verify <before> <after>', ['a.yaml', 'c:\\b.json'], {}, undefined],
    ['resume <run>', ['abc'], {}, undefined],
  ] as const)('%s %j %j', (usage, parameters, options, expected) => {
    expect(aliasesNamed(usage, parameters, options)).toEqual(expected);
  });
});

describe('a table', () => {
  const columns = [
    { title: 'name', of: ({ name }: { name: string }) => name, tone: () => 'good' as const },
    { title: 'note', of: () => undefined },
    { title: 'id', of: () => 7 },
  ];

  it('aligns columns by what a terminal shows, and leaves empty ones out', () => {
    const rows = [{ name: '带宽包' }, { name: 'plain' }];
    const text = table(rows, columns, 'none');
    expect(render(text, { colour: false })).toBe('NAME    ID\n带宽包  7\nplain   7\n');
    expect(render(text, { colour: false, wide: true })).toBe(
      'NAME    NOTE  ID\n带宽包        7\nplain         7\n',
    );
  });

  it('is as wide with colours as without', () => {
    const coloured = render(table([{ name: 'a' }], columns, 'none'), { colour: true });
    expect(coloured).toBe('\u001b[1mNAME\u001b[22m  \u001b[1mID\u001b[22m\n\u001b[32ma\u001b[39m     7\n');
  });

  it('of nothing says so', () => {
    expect(render(table([], columns, 'There is nothing.'), { colour: true })).toBe('There is nothing.\n');
  });

  it('of one thing is a sheet of what is known', () => {
    const text = sheet({ name: 'a', description: undefined, state: 'fine' });
    expect(render(text, { colour: false })).toBe('name   a\nstate  fine\n');
  });
});
