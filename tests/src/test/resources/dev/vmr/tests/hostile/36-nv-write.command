# TPM2_NV_Write: 16 bytes at 8
pcr-only: 143
8002      tag: sessions
00000033  size
00000137  TPM_CC_NV_Write
40000001  handle: TPM_RH_OWNER
01500001  handle: the index
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0010      data: size
5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a    data
0008      offset
