import { fromJSON } from '@grpc/proto-loader';

/**
 * The part of Terraform's plugin protocol 5 that the stand-in provider speaks, field by field with its number
 * (https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/tfplugin5.8.proto).
 */
const messages: Readonly<Record<string, readonly string[]>> = {
  DynamicValue: ['bytes msgpack 1', 'bytes json 2'],
  Diagnostic: ['int32 severity 1', 'string summary 2', 'string detail 3'],
  Step: ['string attribute_name 1'],
  AttributePath: ['repeated Step steps 1'],
  RawState: ['bytes json 1'],
  Attribute: [
    'string name 1',
    'bytes type 2',
    'string description 3',
    'bool required 4',
    'bool optional 5',
    'bool computed 6',
    'bool sensitive 7',
  ],
  Block: ['int64 version 1', 'repeated Attribute attributes 2', 'repeated NestedBlock block_types 3'],
  NestedBlock: [
    'string type_name 1',
    'Block block 2',
    'int32 nesting 3',
    'int64 min_items 4',
    'int64 max_items 5',
  ],
  Schema: ['int64 version 1', 'Block block 2'],
  Nothing: [],
  Schemas: [
    'Schema provider 1',
    'map Schema resource_schemas 2',
    'map Schema data_source_schemas 3',
    'repeated Diagnostic diagnostics 4',
  ],
  ConfigRequest: ['DynamicValue config 1'],
  PreparedConfig: ['DynamicValue prepared_config 1', 'repeated Diagnostic diagnostics 2'],
  Diagnostics: ['repeated Diagnostic diagnostics 1'],
  TypedConfigRequest: ['string type_name 1', 'DynamicValue config 2'],
  UpgradeRequest: ['string type_name 1', 'int64 version 2', 'RawState raw_state 3'],
  Upgraded: ['DynamicValue upgraded_state 1', 'repeated Diagnostic diagnostics 2'],
  ConfigureRequest: ['string terraform_version 1', 'DynamicValue config 2'],
  ReadRequest: ['string type_name 1', 'DynamicValue current_state 2'],
  Read: ['DynamicValue new_state 1', 'repeated Diagnostic diagnostics 2'],
  PlanRequest: [
    'string type_name 1',
    'DynamicValue prior_state 2',
    'DynamicValue proposed_new_state 3',
    'DynamicValue config 4',
  ],
  Planned: [
    'DynamicValue planned_state 1',
    'repeated AttributePath requires_replace 2',
    'repeated Diagnostic diagnostics 4',
    'bool legacy_type_system 5',
  ],
  ApplyRequest: ['string type_name 1', 'DynamicValue prior_state 2', 'DynamicValue planned_state 3'],
  Applied: ['DynamicValue new_state 1', 'repeated Diagnostic diagnostics 3', 'bool legacy_type_system 4'],
  ImportRequest: ['string type_name 1', 'string id 2'],
  ImportedResource: ['string type_name 1', 'DynamicValue state 2'],
  Imported: ['repeated ImportedResource imported_resources 1', 'repeated Diagnostic diagnostics 2'],
  Functions: [],
  Stopped: ['string Error 1'],
};

const methods: Readonly<Record<string, readonly [request: string, response: string]>> = {
  GetSchema: ['Nothing', 'Schemas'],
  PrepareProviderConfig: ['ConfigRequest', 'PreparedConfig'],
  ValidateResourceTypeConfig: ['TypedConfigRequest', 'Diagnostics'],
  UpgradeResourceState: ['UpgradeRequest', 'Upgraded'],
  Configure: ['ConfigureRequest', 'Diagnostics'],
  ReadResource: ['ReadRequest', 'Read'],
  PlanResourceChange: ['PlanRequest', 'Planned'],
  ApplyResourceChange: ['ApplyRequest', 'Applied'],
  ImportResourceState: ['ImportRequest', 'Imported'],
  GetFunctions: ['Nothing', 'Functions'],
  Stop: ['Nothing', 'Stopped'],
};

function field(text: string) {
  const words = text.split(' ');
  const [name = '', id = ''] = words.slice(-2);
  const [first = '', second = ''] = words;
  if (first === 'map') return [name, { keyType: 'string', type: second, id: Number(id) }] as const;
  if (first === 'repeated') return [name, { rule: 'repeated', type: second, id: Number(id) }] as const;
  return [name, { type: first, id: Number(id) }] as const;
}

const typed = Object.fromEntries(
  Object.entries(messages).map(([name, fields]) => [name, { fields: Object.fromEntries(fields.map(field)) }]),
);
const provider = {
  methods: Object.fromEntries(
    Object.entries(methods).map(([name, [requestType, responseType]]) => [
      name,
      { requestType, responseType, comment: '' },
    ]),
  ),
};

export const protocol = fromJSON(
  { nested: { tfplugin5: { nested: { ...typed, Provider: provider } } } },
  { keepCase: true, longs: Number, defaults: true },
);
