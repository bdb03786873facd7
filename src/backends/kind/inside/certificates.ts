import type { Certificates } from '../../kube/inside.ts';
import type { Shell } from './shell.ts';

const pki = '/etc/kubernetes/pki';
/** The pair that was good, until it is put back. */
export const keptCertificate = `${pki}/apiserver.crt.aftershock`;

/** kubeadm's serving certificates; the authority's key is on every control-plane node. */
export function kubeadmCertificates(shell: Shell): Certificates {
  return {
    expire: async (node, signal) => {
      await shell(node, expireScript, signal);
    },
    restore: async (node, signal) => {
      await shell(node, restoreScript, signal);
    },
    isSwapped: async (node, signal) =>
      (await shell(node, `[ -e ${keptCertificate} ] && echo yes || true`, signal)).includes('yes'),
  };
}

/** Signs the same key and names again, for a day that ended a year ago. The apiserver reads the file anew when it changes. */
const expireScript = `set -eu
cd ${pki}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
openssl x509 -x509toreq -in apiserver.crt -signkey apiserver.key -out "$work/request" 2>/dev/null
names=$(openssl x509 -in apiserver.crt -noout -ext subjectAltName | tail -n +2 | tr -d ' ' | sed 's/IPAddress:/IP:/g')
printf '[all]\\nkeyUsage = critical, digitalSignature, keyEncipherment\\nextendedKeyUsage = serverAuth\\nsubjectAltName = %s\\n' "$names" > "$work/extensions"
mkdir "$work/ca" && : > "$work/ca/index" && echo 01 > "$work/ca/serial"
printf '[ca]\\ndefault_ca = a\\n[a]\\ndatabase = %s/ca/index\\nserial = %s/ca/serial\\nnew_certs_dir = %s/ca\\ndefault_md = sha256\\npolicy = p\\nunique_subject = no\\n[p]\\ncommonName = supplied\\n' "$work" "$work" "$work" > "$work/config"
openssl ca -batch -notext -config "$work/config" -cert ca.crt -keyfile ca.key -in "$work/request" -out "$work/expired" \\
  -startdate 20200101000000Z -enddate 20200102000000Z -extfile "$work/extensions" -extensions all 2>/dev/null
[ -e ${keptCertificate} ] || cp -p apiserver.crt ${keptCertificate}
cat "$work/expired" > "$work/new" && mv "$work/new" apiserver.crt`;

const restoreScript = `set -eu
if [ -e ${keptCertificate} ]; then mv ${keptCertificate} ${pki}/apiserver.crt; fi`;
