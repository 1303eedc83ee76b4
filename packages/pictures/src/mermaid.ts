import { label } from './escape.ts';
import { counted, type Drawable, type Flow, type FlowGroup, firstOf, pictureOf } from './picture.ts';

/** Beyond that Mermaid's lines cannot be told apart. */
const mostFlows = 12;
const mostGroups = 24;

/** A gateway as a flowchart of Mermaid, as pages of GitHub and GitLab show it. Of many rules the first stand for all. */
export function mermaidOf(drawable: Drawable): string {
  const { title, network, groups } = pictureOf(drawable);
  const { shown, more } = firstOf(groups, mostGroups);
  const nodes = shown.map((group, index) => ({ group, id: `ip${index}` }));
  return `${[
    'flowchart LR',
    `  subgraph vpc["${label(`VPC ${network}`)}"]`,
    ...nodes.flatMap(({ group, id }) => insideNodes(group, id)),
    '  end',
    `  subgraph gateway["${label(`NAT gateway ${title}`)}"]`,
    ...nodes.map(
      ({ group, id }) =>
        `    ${id}["${label([group.ips.join(' + '), group.note].filter(Boolean).join(' · '))}"]`,
    ),
    ...(more > 0 ? [`    more["${label(counted(more, 'more public IP'))}"]`] : []),
    '  end',
    '  internet((Internet))',
    ...nodes.flatMap(({ group, id }) => lines(group, id)),
  ].join('\n')}\n`;
}

const insideNodes = ({ flows }: FlowGroup, id: string): readonly string[] => {
  const { shown, more } = firstOf(flows, mostFlows);
  return [
    ...shown.map(
      (flow, index) => `    ${id}f${index}["${label([flow.inside, flow.name].filter(Boolean).join(' · '))}"]`,
    ),
    ...(more > 0 ? [`    ${id}more["${label(counted(more, 'more rule'))}"]`] : []),
  ];
};

function lines({ flows }: FlowGroup, id: string): readonly string[] {
  const { shown, more } = firstOf(flows, mostFlows);
  return [
    ...shown.map((flow, index) => line(flow, `${id}f${index}`, id)),
    ...(more > 0 ? [`  ${id}more --- ${id}`] : []),
    `  ${id} --- internet`,
  ];
}

const line = ({ kind, outside }: Flow, inside: string, ip: string): string =>
  kind === 'SNAT'
    ? `  ${inside} -- SNAT --> ${ip}`
    : `  ${ip} -- "${label(`DNAT ${outside}`)}" --> ${inside}`;
