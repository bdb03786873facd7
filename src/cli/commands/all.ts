import type { Command } from '../command.ts';
import { doctorCommand } from './doctor.ts';
import { downCommand } from './down.ts';
import { explainCommand } from './explain.ts';
import { listCommand } from './list.ts';
import { planCommand } from './plan.ts';
import { recoverCommand } from './recover.ts';
import { reportCommand } from './report.ts';
import { schemaCommand } from './schema.ts';
import { upCommand } from './up.ts';
import { validateCommand } from './validate.ts';

/** Every command but `run`, which is what a scenario's name stands for. */
export const allCommands: readonly Command[] = [
  listCommand,
  explainCommand,
  validateCommand,
  planCommand,
  doctorCommand,
  upCommand,
  downCommand,
  recoverCommand,
  reportCommand,
  schemaCommand,
];
