# TPM2_DictionaryAttackParameters: five tries
pcr-only: 143
8002      tag: sessions
00000027  size
0000013a  TPM_CC_DictionaryAttackParameters
4000000a  handle: TPM_RH_LOCKOUT
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
00000005  tries
00000064  recovery seconds
00000064  lockout recovery seconds
