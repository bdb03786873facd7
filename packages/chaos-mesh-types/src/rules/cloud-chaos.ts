import { entryOf } from '../validate/values.ts';
import type { SpecRule } from './rule.ts';

/** What admission demands of an AWSChaos. */
export const checkAWSChaos = needs({ 'detach-volume': ['volumeID', 'deviceName'] });
/** What admission demands of a GCPChaos. */
export const checkGCPChaos = needs({ 'disk-loss': ['deviceNames'] });
/** What admission demands of an AzureChaos. */
export const checkAzureChaos = needs({ 'disk-detach': ['diskName', 'lun'] });

/** The fields that an action cannot do without. Here the webhooks look at pointers: what is empty passes, and never works. */
function needs(fields: Readonly<Record<string, readonly string[]>>): SpecRule {
  return (spec, notes) => {
    const action = String(spec['action']);
    for (const field of entryOf(fields, action) ?? []) {
      const value = spec[field];
      const hint = `Action ${action} needs it.`;
      if (value === undefined || (Array.isArray(value) && value.length === 0))
        notes.error([field], 'is missing', { hint });
      else if (value === '') notes.warn([field], 'is empty', { hint });
    }
  };
}
