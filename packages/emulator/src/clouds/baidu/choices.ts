import type { WorldRules } from '../../world/baidu/rules.ts';

/** A point where the provider's documents are silent or contradict each other, and what the emulator does there. */
export interface Choice {
  readonly topic: string;
  readonly choice: string;
  readonly reason: string;
}

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Figures without a mark here are documented; the others are explained in `choices`. */
export const worldRules: WorldRules = {
  durations: {
    create: 30 * SECOND,
    bind: 8 * SECOND,
    unbind: 8 * SECOND,
    resize: 20 * SECOND,
    release: 15 * SECOND,
    stop: 10 * SECOND,
    start: 10 * SECOND,
    createAddress: 5 * SECOND,
    resizeAddress: 5 * SECOND,
    changeGroup: 3 * SECOND,
  },
  // https://cloud.baidu.com/doc/VPC/s/Njwvyuqa3: kept seven days after expiry or arrears.
  retention: 7 * DAY,
  // https://cloud.baidu.com/doc/VPC/s/gjwvyu77i: a day after the token was last received.
  tokenLifetime: DAY,
  // https://cloud.baidu.com/doc/VPC/s/9jwvytur6
  gatewaysPerVpc: 3,
  addressesPerSpec: { small: 5, medium: 10, large: 15 },
  addressesPerUnit: 5,
  addressesPerEnhanced: 50,
  // https://cloud.baidu.com/doc/VPC/s/xjwvyuhpw, and two more that newer clients know.
  regions: ['bj', 'gz', 'su', 'hkg', 'fwh', 'bd', 'sin', 'fsh', 'cd', 'yq'],
  defaultRegion: 'bj',
};

/** What the fields of a request may hold at most. */
export const requestLimits = {
  // https://cloud.baidu.com/doc/VPC/s/wlqg2w659
  capacityUnits: 100,
  // https://cloud.baidu.com/doc/EIP/s/Wjwvz30fv, in Mbps
  bandwidth: 200,
  addressesPerOrder: 50,
  // The widest figure of the EIP documents and of the official Terraform provider, in Mbps
  groupBandwidth: 5000,
};

/** Milliseconds a request may be dated into the future. */
export const clockTolerance = 30 * 60 * SECOND;

export const choices: readonly Choice[] = [
  {
    topic: 'region',
    choice:
      'A host like bcc.gz.… or eip.gz.… speaks to that region only. Any other host (127.0.0.1, localhost) reaches the resources of every region by their identifiers; lists and new public addresses are then those of bj.',
    reason: 'The API has no region parameter: the host is the only place that names it.',
  },
  {
    topic: 'request without a signature',
    choice: '403 AccessDenied',
    reason: 'The usual answer of the provider; the page on authentication errors does not say.',
  },
  {
    topic: 'explicit list of signed headers without host',
    choice: '400 InvalidHTTPAuthHeader',
    reason: 'The signing rules make host mandatory without naming a code.',
  },
  {
    topic: 'signed header that is missing or empty',
    choice: 'left out of the canonical headers',
    reason: 'Every official client leaves it out when it signs.',
  },
  {
    topic: 'clock lead',
    choice: 'a request may be dated 30 minutes ahead, then RequestExpired',
    reason: 'Another product of the provider documents this figure.',
  },
  {
    topic: 'security token with the key pair of the account itself',
    choice: 'accepted and ignored; temporary keys of a seed demand theirs, otherwise 403 AccessDenied',
    reason: 'The header only has to be covered by the signature to be checked as a header.',
  },
  {
    topic: 'Content-MD5 that contradicts the body',
    choice: '400 InvalidHTTPRequest',
    reason: 'The signature covers the body only through this header; the code is the one for broken bodies.',
  },
  {
    topic: 'order of checks',
    choice: 'URI, signature, validity, permission, path, body syntax, client token, content, state',
    reason: 'Nothing is told to strangers, and a replay is answered before the state is asked.',
  },
  {
    topic: 'unknown path or method',
    choice: '400 InvalidURI; another version segment 404 InvalidVersion',
    reason: 'The table explains InvalidURI with keywords that do not match.',
  },
  {
    topic: 'several action keys in one query',
    choice: '400 BadRequest',
    reason: 'The documents know one action per call; guessing which one is meant could spend money.',
  },
  {
    topic: 'wrong type or missing field against wrong value',
    choice: '400 InappropriateJSON for the first, 400 BadRequest for the second',
    reason: 'The common code explains itself with types and missing items; the service code covers the rest.',
  },
  {
    topic: 'null and empty text in optional fields',
    choice: 'the same as a missing field',
    reason: 'The Python client sends deleteProtect: null, the Go client spec: "".',
  },
  {
    topic: 'state conflicts, billing conflicts, protection, busy addresses, conflicting rules',
    choice: '409 OperationDenied',
    reason: 'The only documented conflict code that is not about something else.',
  },
  {
    topic: 'too many gateways in a VPC, too many addresses for a gateway, nothing left to sell',
    choice: '413 LimitExceeded',
    reason: 'The documented code for limits.',
  },
  {
    topic: 'unknown address',
    choice: 'NAT calls answer 404 NoSuchObject, EIP calls 404 EipNotFound',
    reason: 'EipNotFound is known from the EIP service only.',
  },
  {
    topic: 'throttling (injected only)',
    choice: '429 TooManyRequests with Retry-After when a delay was given',
    reason: 'No rate limit is documented for this API; 429 is what any client can understand.',
  },
  {
    topic: 'breakdown (injected only)',
    choice: 'reads answer 500 InternalError, writes 500 ServiceInternalError',
    reason: 'Both are documented and a client has to cope with both.',
  },
  {
    topic: 'durations',
    choice:
      'create 30 s, bind and unbind 8 s, resize 20 s, release 15 s, stop and start 10 s, create or resize an address 5 s, change a shared bandwidth 3 s; rules, names, protection and renewal at once',
    reason:
      'The official tests poll every 2 s and give up after 10 minutes; real gateways take well under one.',
  },
  {
    topic: 'when a change becomes visible',
    choice: 'bound addresses, unbound addresses and a new size show when the transient state ends',
    reason: 'A client that does not wait for the state must not get away with it.',
  },
  {
    topic: 'state after creation',
    choice: 'active when an address was bound, unconfigured otherwise, for both kinds',
    reason:
      'The Terraform provider waits for this; the Go test that contradicts it binds an address nobody owns.',
  },
  {
    topic: 'calls in a transient state',
    choice:
      '409 OperationDenied, also for names and renewal; stopped and failed gateways can be renamed, protected, renewed and released',
    reason: 'The documents list the states but not what each allows.',
  },
  {
    topic: 'release with addresses and rules',
    choice: 'allowed; addresses become free and rules go with the gateway',
    reason: 'The official clients release without unbinding first.',
  },
  {
    topic: 'after the release',
    choice: 'deleting, then 404 NoSuchNat; deleted is never shown',
    reason: 'The Go test and the Terraform provider wait for the 404.',
  },
  {
    topic: 'base of a renewal',
    choice: 'the expiry date; the moment of the call when that has passed',
    reason: 'Nobody pays for days without service.',
  },
  {
    topic: 'end of month',
    choice: 'a day the month does not have becomes its last day, in UTC',
    reason: 'A term never runs into a month that was not paid.',
  },
  {
    topic: 'expiry and arrears',
    choice:
      'stopping, then down; removed after 7 days even when protected; a renewal or payment brings starting, then active or unconfigured',
    reason: 'The pricing page gives the days, the enumeration of states the rest.',
  },
  {
    topic: 'expiry during other work',
    choice:
      'the work is finished at once, then the gateway stops; work that an injected fault keeps from ending is given up',
    reason: 'The state has room for one thing at a time.',
  },
  {
    topic: 'arrears',
    choice:
      'taken from the seed and effective at once; new postpaid gateways are refused with 409 OperationDenied',
    reason:
      'The hourly check of the account only delays this, and no code for a lack of money is documented.',
  },
  {
    topic: 'expiredTime of a postpaid gateway',
    choice: 'an empty text',
    reason: 'The Terraform provider describes it so.',
  },
  {
    topic: 'createTime',
    choice: 'YYYY-MM-DD hh:mm:ss in UTC',
    reason: 'The form is that of the sample; the general rules of the provider put all times in UTC.',
  },
  {
    topic: 'eips, dnatEips, bindEips in answers',
    choice:
      'bindEips holds every bound address; eips and dnatEips hold those of a normal gateway by their use and are empty for an enhanced one',
    reason:
      'The revision of February 2026 put all addresses into bindEips; older clients read the other two.',
  },
  {
    topic: 'one plain address or several of one shared bandwidth',
    choice: 'judged for SNAT and DNAT addresses of a normal gateway separately',
    reason: 'The rule is written at each of the two fields.',
  },
  {
    topic: 'bind and unbind',
    choice:
      'exactly one of eips, dnatEips and bindEips, not empty, without repetition; the kind of gateway decides which',
    reason: 'The three are documented as separate operations that share an address.',
  },
  {
    topic: 'unbinding an address a rule uses',
    choice: '409 OperationDenied',
    reason: 'A rule on an address that is gone would be broken.',
  },
  {
    topic: 'resize below the bound addresses',
    choice: '413 LimitExceeded',
    reason: 'The same limit as when binding.',
  },
  {
    topic: 'capacity units at creation',
    choice: '1 to 100, exactly one of spec and cuNum',
    reason: 'The bounds of a resize; older documents know spec, the newest only cuNum.',
  },
  {
    topic: 'names',
    choice: 'no blanks; an empty name is 400 RequestNameEmpty in every call; names may repeat',
    reason: 'The list of characters has a gap where a blank could stand.',
  },
  {
    topic: 'SNAT source',
    choice:
      'an address or a network without bits behind its prefix, anywhere; the same one twice on a gateway is 409 OperationDenied, overlaps are allowed',
    reason: 'Only the syntax is documented; two equal sources would leave the choice of address open.',
  },
  {
    topic: 'DNAT ports',
    choice:
      'both ports or both ranges for TCP and UDP, ranges of equal length; none for all; no public port of an address and protocol twice, all takes every port of both; missing ports are InappropriateJSON, mixed ones BadRequest',
    reason: 'Anything else could not be forwarded.',
  },
  {
    topic: 'DNAT target',
    choice: 'any address, inside the VPC or not',
    reason: 'No limit is documented.',
  },
  {
    topic: 'ports in answers',
    choice: 'only those the rule has; a rule for all has none',
    reason: 'Clients read a missing port as none.',
  },
  {
    topic: 'status of a rule',
    choice: 'always active',
    reason: 'The only value any sample shows.',
  },
  {
    topic: 'batches',
    choice: 'all rules or none; no limit on their number, at least one',
    reason: 'The answer has no room for partial success.',
  },
  {
    topic: 'marker',
    choice:
      'lists are in the order of identifiers; nextMarker is the first of the next page; a marker whose item is gone still works; maxKeys outside 1 to 1000 is 400 BadRequest',
    reason: 'In the samples the next marker is not on the page it comes with.',
  },
  {
    topic: 'filters of the gateway list',
    choice: 'vpcId is required; natId, name (exact) and ip are combined with and',
    reason: 'The table of parameters and the official clients require vpcId although the prose does not.',
  },
  {
    topic: 'client token of a refused call',
    choice: 'stays unused; only accepted calls are remembered, with a new request id at each replay',
    reason: 'The caller can correct the call and keep the token.',
  },
  {
    topic: 'client token longer than 64 characters or not ASCII',
    choice: '400 BadRequest; an empty one counts as none',
    reason: 'No code is documented.',
  },
  {
    topic: 'same request',
    choice:
      'method, decoded path, decoded query without token and authorization in any order, and the JSON value of the body',
    reason: 'Clients write the same request with different escapes and orders.',
  },
  {
    topic: 'account without real name or without the service (seed)',
    choice: 'writes answer 403 QualifyNotPass, every call 403 OptInRequired',
    reason: 'The codes are documented without the calls they belong to.',
  },
  {
    topic: 'keys without permission to write (seed)',
    choice: 'writes answer 403 AccessDenied',
    reason: 'The documented code for a lack of permission.',
  },
  {
    topic: 'public addresses',
    choice:
      'taken from 198.18.0.0/15; released only when free, not shared, and not prepaid before expiry; prepaid ones never expire here',
    reason: 'RFC 2544 sets the range apart; the life of addresses is no concern of a NAT emulator.',
  },
  {
    topic: 'payment and bandwidth of a shared bandwidth',
    choice:
      'prepaid or postpaid, ByTraffic or ByBandwidth, 1 to 5000 Mbps, at least 1 Mbps for each address, with no address or up to 50',
    reason:
      'One page says that only prepaid ones can be created, another that addresses move out of postpaid ones only, and the Terraform provider creates both. The figures differ from page to page: the widest are taken, so that nothing is refused that some page allows.',
  },
  {
    topic: 'work on a shared bandwidth',
    choice:
      'there at once when created; updating for a moment after a resize, a move in and a move out, and 409 OperationDenied for other changes meanwhile; a new name is there at once',
    reason:
      'The Terraform provider waits for available after a creation and a resize. The documents tell no times.',
  },
  {
    topic: 'moving addresses in and out',
    choice:
      'bound or free; postpaid only, of no other shared bandwidth; a prepaid shared bandwidth gives none back; all of a request or none; 409 OperationDenied when a gateway would then hold addresses it would not take side by side',
    reason:
      'The pages state payment and origin. What a gateway would refuse to bind must not come about by a move.',
  },
  {
    topic: 'bandwidth and billing of an address that moves out',
    choice:
      'one that had moved in has its former ones again, whatever the request says; one that was bought with the shared bandwidth needs both in the request, otherwise 400 BadRequest',
    reason: 'The page on moving out says so; the code is the one for wrong values.',
  },
  {
    topic: 'release of a shared bandwidth',
    choice:
      '409 OperationDenied while one of its addresses is bound, or while it is prepaid and not expired; addresses that were bought with it are released along with it, those that had moved in become plain',
    reason: 'The documents say nothing of its addresses. Those that were bought alone are not its own.',
  },
  {
    topic: 'injected work faults',
    choice:
      'stuck: the transient state never ends; failed: the state becomes error and reserved addresses are free again; out-of-stock: 413 LimitExceeded',
    reason:
      'error is the only failed state of the enumeration. A new address that a fault strikes stays creating.',
  },
];
