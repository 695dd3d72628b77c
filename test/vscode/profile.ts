import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repository } from './repository.js';

/** No advice, no experiments, no requests to the outside: what is on screen is VS Code and Portolan. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.autofetch': false,
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  // A terminal nobody has typed into restarts when an extension (git's) has more to say of its environment: VS Code
  // then asks its server something first, and what is typed meanwhile is lost, or ended with the shell.
  'terminal.integrated.environmentChangesRelaunch': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** Settings, extensions and home of one embedded VS Code, all in one folder: deleting it resets everything. */
export interface Profile {
  readonly folder: string;
  readonly home: string;
  readonly userData: string;
  readonly extensions: string;
  /** code-server's own configuration file. */
  readonly config: string;
  /** What the server printed. */
  readonly log: string;
}

/** @param settings on top of the quiet ones; a settings.json that is there stays as it is */
export function openProfile(folder: string, settings: Record<string, unknown> = {}): Profile {
  const profile = {
    folder,
    home: path.join(folder, 'home'),
    userData: path.join(folder, 'user-data'),
    extensions: path.join(folder, 'extensions'),
    config: path.join(folder, 'config.yaml'),
    log: path.join(folder, 'server.log'),
  };
  const user = path.join(profile.userData, 'User');
  for (const each of [profile.home, profile.extensions, user]) fs.mkdirSync(each, { recursive: true });
  fs.writeFileSync(profile.config, 'auth: none\n');
  const file = path.join(user, 'settings.json');
  if (!fs.existsSync(file)) fs.writeFileSync(file, JSON.stringify({ ...QUIET, ...settings }, null, 2));
  return profile;
}

/** A profile in a new temporary folder, which whoever asked removes. */
export function temporaryProfile(settings?: Record<string, unknown>): Profile {
  return openProfile(fs.mkdtempSync(path.join(os.tmpdir(), 'portolan-')), settings);
}

/**
 * Runs extensions from their source folders, in no development mode: after a build, reloading the page takes the new
 * code.
 */
export function linkExtensions(profile: Profile, folders: readonly string[] = [repository]): void {
  fs.rmSync(profile.extensions, { recursive: true, force: true }); // VS Code writes a new extensions.json
  fs.mkdirSync(profile.extensions);
  for (const folder of folders) {
    const { publisher, name, version } = JSON.parse(
      fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
    ) as Record<'publisher' | 'name' | 'version', string>;
    fs.symlinkSync(folder, path.join(profile.extensions, `${publisher}.${name}-${version}`), 'junction');
  }
}
