# TPM2_NV_DefineSpace: 32 bytes
pcr-only: 143
8002      tag: sessions
0000002d  size
0000012a  TPM_CC_NV_DefineSpace
40000001  handle: TPM_RH_OWNER
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0000      password: size
000e      public: size
01500001    index
000b        name algorithm: sha256
00060006    attributes: owner and password may read and write
0000        policy: empty
0020        size
