import { z } from 'zod';
import type { NodeAction } from '../core/action.ts';
import type { Component, NodeVerb } from '../core/node-verb.ts';
import type { ClusterState, NodeState } from '../core/cluster-state.ts';
import { HarnessError } from '../core/errors.ts';
import type { FaultPlan, PlanContext } from '../core/fault.ts';
import { componentPods } from './container-kill.ts';
import { draw, drawText } from './draw.ts';

/** Which of a component's instances: a node's name, or a word that is resolved when the fault is injected. */
export function whichParam(initially: 'any' | 'leader' | 'follower'): z.ZodType<string> {
  return z
    .string()
    .min(1)
    .default(initially)
    .describe(
      'The control-plane node; "leader": the one whose instance leads; "follower": one of those that do not, drawn by seed; "any": one of all.',
    );
}

/** One control-plane node. */
export function nodeParam(): z.ZodType<string> {
  return z.string().min(1).default('any').describe('The control-plane node, or "any": one drawn by seed.');
}

/** The nodes that run the component, in the order of their names. */
export function nodesOf(state: ClusterState, component: Component): readonly string[] {
  return componentPods(state, component)
    .map(({ node }) => node)
    .sort();
}

/** The node whose instance leads; undefined for a component without leaders, and while none leads. */
export function leaderOf(state: ClusterState, component: Component): string | undefined {
  if (component === 'etcd') return state.etcdLeader;
  return component === 'kube-apiserver' ? undefined : state.leaders[component];
}

/** The instance that `which` means now, and how the draw reads. Throws HarnessError('unsatisfiable') when there is none. */
export function chooseInstance(
  { state, random }: PlanContext,
  component: Component,
  which: string,
): { readonly node: string; readonly text: string } {
  const nodes = nodesOf(state, component);
  const leader = leaderOf(state, component);
  if ((which === 'leader' || which === 'follower') && leader === undefined) {
    throw new HarnessError('unsatisfiable', `no ${component} says that it leads`, {
      hint: 'See whether the control plane is well, or name a node.',
    });
  }
  const candidates = which === 'follower' ? nodes.filter((node) => node !== leader) : nodes;
  const wanted = which === 'leader' ? (leader ?? '') : which === 'follower' ? 'any' : which;
  const node = draw(`${component} node`, wanted, candidates, random);
  const text = drawText(`${component} of`, node, wanted, candidates);
  return { node, text: node === leader ? `${text}, the leader` : text };
}

/** The node of that name, as the cluster has it. */
export function nodeNamed({ nodes }: ClusterState, name: string): NodeState {
  const node = nodes.find((one) => one.name === name);
  if (node !== undefined) return node;
  throw new HarnessError('unsatisfiable', `the cluster has no node ${name}`, { hint: 'Name one that it has.' });
}

/** An act on a node. */
export function onNode(node: string, verb: NodeVerb): NodeAction {
  return { kind: 'node', node, verb };
}

/** A plan of acts that are done at once, and takes no node away. */
export function planOf(actions: FaultPlan['steps'][number], targets: readonly string[]): FaultPlan {
  return { steps: [actions], targets, disabledNodes: [] };
}
