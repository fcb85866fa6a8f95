# TPM2_StartAuthSession: a policy session
pcr-only: 3c4
8001      tag: no sessions
0000002b  size
00000176  TPM_CC_StartAuthSession
40000007  handle: key: none
40000007  handle: bound to nothing
0010      nonce: size
bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb    nonce
0000      salt: size
01        TPM_SE_POLICY
0010      no encryption
000b      sha256
