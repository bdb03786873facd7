import type { Settings } from '../core/settings.ts';
import { loadSettings } from '../scenario/settings.ts';
import type { Options } from './options.ts';

/** The settings of this process: --config, else AFTERSHOCK_CONFIG, else aftershock.config.yaml; --out over reports.dir. */
export async function settingsOf(options: Options): Promise<Settings> {
  const file = options.config ?? process.env['AFTERSHOCK_CONFIG'];
  const settings = await loadSettings(file === '' ? undefined : file, process.cwd());
  return options.out === undefined ? settings : { ...settings, reports: { dir: options.out } };
}
