import { backends } from '/work/main/src/backends/index.ts';
import { faults } from '/work/main/src/faults/index.ts';
import { seededRandom } from '/work/main/src/base/random.ts';
import { runLabels, runNamespace } from '/work/main/src/core/identity.ts';
import { parse } from 'yaml'; import { readFileSync } from 'node:fs';
const lab=parse(readFileSync(process.env.AFTERSHOCK_CONFIG!,'utf8'));
const settings:any={kind:{name:'aftershock',config:'kind-config.yaml',...lab.kind},chaosMesh:{repo:'',version:'',...lab.chaosMesh},workload:lab.workload,agent:lab.agent,reports:{dir:'reports'}};
const backend=backends.get('kind').create(settings);
const runId='t'+process.pid;
const request:any={mode:process.argv[4]??'run',runId,seed:1,namespace:runNamespace(runId),workload:'web',requires:{zones:3,controlPlanes:3,workers:3},faults:true,note:(t:string)=>console.log('   note:',t)};
const ac=new AbortController();
console.log('preflight', await backend.preflight(request,ac.signal));
const which=process.argv[2]!, withParams=JSON.parse(process.argv[3]??'{}');
await backend.run(request,ac.signal,async(cluster,clock)=>{
  const t=()=>(clock.now()/1000).toFixed(2);
  console.log(t(),JSON.stringify(cluster.facts)); console.log(cluster.targets.map(x=>x.name).join(' '));
  console.log(t(),'steady', await cluster.steadyState(ac.signal));
  const wac=new AbortController();
  const watching=cluster.watch(o=>{ if(o.kind==='watch'||o.kind==='node'||(o.kind==='pod'&&(o.change==='gone'||!o.ready||o.terminating))) console.log('     ',(o.at/1000).toFixed(2),JSON.stringify(o).slice(0,160))},wac.signal);
  let bad=0,n=0; const streams=cluster.targets.map((target,i)=>({id:`${target.name} x new`,target,operation:(target.role==='app'?'http-get':target.role==='null'?'echo':'quorum-read') as any,connection:'new' as const,periodMs:200,phaseMs:i*13,timeoutMs:5000,goodWithinMs:1000}));
  const err=new Map<string,number>();
  const req=cluster.requests(streams,(o:any)=>{n++; if(!o.good){bad++; const k=o.stream+' '+o.error+' '+(o.detail??'').slice(0,60); err.set(k,(err.get(k)??0)+1)}},wac.signal);
  await clock.sleep(3000);
  console.log(t(),'etcd', (await cluster.etcd(ac.signal)).map(o=>`${(o as any).node} ${(o as any).isLeader}`).join(' '));
  if(which!=='none'){
  const plan=faults.get(which).bind(withParams).plan({state:await cluster.state(ac.signal),random:seededRandom(1),namespace:request.namespace,labels:runLabels(runId),name:'as-'+runId.slice(-8),durationMs:20000});
  console.log(plan.targets, plan.actions.map(a=>cluster.unsupported(a)));
  const injs=plan.actions.map(a=>cluster.prepare(a));
  const note=(i:number)=>(s:any,p?:any)=>console.log(t(),`[${i}]`,s,p?JSON.stringify(p):'');
  try { for(const [i,inj] of injs.entries()) await inj.inject(ac.signal,note(i)); await clock.sleep(Number(process.env.HOLD??20000)); }
  catch(e){console.log('INJECT FAILED',e)}
  finally { for(let i=injs.length-1;i>=0;i--) { try{await injs[i]!.heal(ac.signal,note(i));}catch(e){console.log('HEAL FAILED',e)} } }
  await clock.sleep(Number(process.env.AFTER??5000));
  }
  wac.abort(); console.log(await req, 'bad',bad,'of',n, err); await watching;
  console.log(t(),'cleanup', await cluster.cleanUp(ac.signal)); 
  console.log(t(),'sweep', await cluster.sweep(ac.signal), t()); 
});
