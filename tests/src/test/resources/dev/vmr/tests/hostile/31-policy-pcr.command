# TPM2_PolicyPCR: PCR 16 as it is
pcr-only: 143
8001      tag: no sessions
0000001a  size
0000017f  TPM_CC_PolicyPCR
03000001  handle: the policy session
0000      digest: size
00000001  selections
000b03000001    sha256
