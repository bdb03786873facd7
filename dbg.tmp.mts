import { virtualClock } from '/tmp/wt/sim/src/base/virtual-clock.ts';
import { seededRandom } from '/tmp/wt/sim/src/base/random.ts';
import { clusterParams } from '/tmp/wt/sim/src/core/cluster-params/index.ts';
import { buildWorld } from '/tmp/wt/sim/src/backends/sim/bootstrap/build-world.ts';
const clock = virtualClock(1700000000000);
let n=0; const stacks=new Map();
const orig=clock.at;
const wrapped={...clock, at:(i,a)=>{ n++; if(n>200000&&n<200200){const s=new Error().stack.split('\n').slice(2,9).map(x=>x.trim().replace(/.*sim\/src\/backends\/sim\//,'')).join(' < ');stacks.set(s,(stacks.get(s)??0)+1);} if(n===200200){console.log(clock.now());console.log([...stacks].sort((a,b)=>b[1]-a[1]).slice(0,6));process.exit()} return orig(i,a);}};
await clock.run(async()=>{
  const world=buildWorld(wrapped, clusterParams(), seededRandom(1,'sim'));
  await clock.sleep(5000);
  console.log('5s', n);
  const node=[...world.nodes.values()][0];
  const c=node.runtime.containers().find(c=>c.name==='kube-apiserver');
  c.process.exit(137);
  for(let i=0;i<40;i++){await clock.sleep(1000); console.log(clock.now(), n);}
});
