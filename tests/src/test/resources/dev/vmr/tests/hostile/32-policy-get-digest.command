# TPM2_PolicyGetDigest: of the policy session
pcr-only: 143
8001      tag: no sessions
0000000e  size
00000189  TPM_CC_PolicyGetDigest
03000001  handle: the policy session
