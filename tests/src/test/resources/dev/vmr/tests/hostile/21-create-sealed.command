# TPM2_Create: a sealed object below it
pcr-only: 143
8002      tag: sessions
0000005d  size
00000153  TPM_CC_Create
80000000  handle: the primary key
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
000a      sensitive: size
0000        password: empty
0006        data: size
736563726574    data
002e      public: size
0008        TPM_ALG_KEYEDHASH
000b        name algorithm: sha256
00000412    attributes: fixedTPM fixedParent noDA
0020        policy: size
bff2d58e9813f97cefc14f72ad8133bc7092d652b7c877959254af140c841f36    policy: PCR 16 is zeros
0010        scheme: none
0000        unique: empty
0000      outside information: size
00000000  PCR selections
