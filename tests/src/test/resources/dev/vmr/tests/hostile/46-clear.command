# TPM2_Clear: by the platform
8002      tag: sessions
0000001b  size
00000126  TPM_CC_Clear
4000000c  handle: TPM_RH_PLATFORM
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
