<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name></name>
    <message>
        <source>开发版</source>
        <translation>development version</translation>
    </message>
    <message>
        <source>{heading} — 密哨</source>
        <translation>{heading} — MiShao</translation>
    </message>
    <message>
        <source>暂停</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>暂停时不核对新复制的内容；已经留下的仍然留着。到时间自己恢复。</source>
        <translation>While paused, nothing newly copied is checked; what is held stays held. It resumes by itself.</translation>
    </message>
    <message>
        <source>暂停多久</source>
        <translation>How long to pause</translation>
    </message>
    <message>
        <source>{minutes} 分钟</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>原因</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>原因，例如：整理旧文件</source>
        <translation>Reason, such as: tidying old files</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>多久？为什么？</source>
        <translation>How long, and why?</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Quit</translation>
    </message>
    <message>
        <source>只关闭托盘，密哨还在守着。停止守护后，复制的内容不再核对。</source>
        <translation>Closing the tray only: MiShao keeps guarding. After guarding stops, what you copy is not checked any more.</translation>
    </message>
    <message>
        <source>停止守护的原因</source>
        <translation>Reason to stop guarding</translation>
    </message>
    <message>
        <source>停止守护要写原因</source>
        <translation>A reason is needed to stop guarding</translation>
    </message>
    <message>
        <source>仅关闭托盘</source>
        <translation>Close tray only</translation>
    </message>
    <message>
        <source>停止守护</source>
        <translation>Stop guarding</translation>
    </message>
    <message>
        <source>关于密哨</source>
        <translation>About</translation>
    </message>
    <message>
        <source>在内容到达聊天软件之前，先替您看一眼能不能发。</source>
        <translation>Before content reaches a chat program, it looks for you whether it may be sent.</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>版本 {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>只用于连接互联网的非涉密电脑。</source>
        <translation>Only for internet computers not used for secrets.</translation>
    </message>
    <message>
        <source>密哨刚才停了，正在重新连接。</source>
        <translation>MiShao has just stopped; reconnecting.</translation>
    </message>
    <message>
        <source>没能启动密哨：{why}。请重新安装，或联系管理员。</source>
        <translation>MiShao could not be started: {why}. Please install it again, or ask your administrator.</translation>
    </message>
    <message>
        <source>街道干部拍下疫情防控交办单发到亲属群，被转发扩散，受到警告处分。</source>
        <translation>A subdistrict official photographed an epidemic task sheet for a family group; it was forwarded widely. Disciplinary warning.</translation>
    </message>
    <message>
        <source>未经审批把防控工作材料发到单位 QQ 群，又被转进个人微信群，两人被立案调查。</source>
        <translation>Epidemic control papers sent to the unit&apos;s QQ group without approval, then carried into a WeChat group. Two people investigated.</translation>
    </message>
    <message>
        <source>把未经核定的调查报告传到工作群，同事转进家族群后扩散，四人受到处理。</source>
        <translation>An inquiry report not yet approved was sent to a work group; a colleague carried it to a family group. Four people dealt with.</translation>
    </message>
    <message>
        <source>检验员把病历照片发到家人群，信息在多个群传开，科室负责人被立案审查。</source>
        <translation>A laboratory worker sent photos of medical records to a family group; they spread to many groups. The head of the section was investigated.</translation>
    </message>
    <message>
        <source>把返乡人员排查文件转发到家人、同学等 4 个群，被诫勉谈话。</source>
        <translation>A file on people returning home was forwarded to four groups of family and classmates. Admonitory talk.</translation>
    </message>
    <message>
        <source>未经批准把公交恢复通告（讨论稿）发到公司群，被转到朋友圈，本人被免职。</source>
        <translation>A notice (draft) on resuming bus lines was sent to a company group without approval and reached Moments. Dismissed.</translation>
    </message>
    <message>
        <source>开车时点错，把密接排查函发到朋友群，虽然撤回，仍被通报批评。</source>
        <translation>Tapped by mistake while driving: a close-contact letter went to a group of friends. Recalled, and criticised all the same.</translation>
    </message>
    <message>
        <source>把听来的病例消息发到村民小组群，被立案并受到行政处罚。</source>
        <translation>Hearsay about a case was sent to a village group. A case was opened and an administrative penalty given.</translation>
    </message>
    <message>
        <source>编造两条封控消息发到群里，被行政拘留五日；转发的人被批评教育。</source>
        <translation>Two invented lockdown messages were sent to groups. Five days of detention; those who forwarded them were reprimanded.</translation>
    </message>
    <message>
        <source>〇一二三四五六七八九</source>
        <translation>0123456789</translation>
    </message>
    <message>
        <source>案例{number}</source>
        <translation>case {number}</translation>
    </message>
    <message>
        <source>误报反馈</source>
        <translation>False alarm</translation>
    </message>
    <message>
        <source>先留着</source>
        <translation>Keep it here</translation>
    </message>
    <message>
        <source>不发送</source>
        <translation>Do not send</translation>
    </message>
    <message>
        <source>请保密办核对</source>
        <translation>Ask the secrecy office</translation>
    </message>
    <message>
        <source>输入授权码</source>
        <translation>Enter a code</translation>
    </message>
    <message>
        <source>这是我本人或家人的</source>
        <translation>Mine or family&apos;s</translation>
    </message>
    <message>
        <source>工作需要，写明原因</source>
        <translation>Needed for work</translation>
    </message>
    <message>
        <source>发送打码版</source>
        <translation>Send the masked copy</translation>
    </message>
    <message>
        <source>取回到原来的位置</source>
        <translation>Put back where it was</translation>
    </message>
    <message>
        <source>放行一次</source>
        <translation>Let through once</translation>
    </message>
    <message>
        <source>放行一次，再按 Ctrl+V</source>
        <translation>Let through once, then Ctrl+V</translation>
    </message>
    <message>
        <source>帮我回一句</source>
        <translation>Write a reply for me</translation>
    </message>
    <message>
        <source>先不发</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>已批准，填批准人</source>
        <translation>Approved, name the approver</translation>
    </message>
    <message>
        <source>这是公开征求意见稿</source>
        <translation>Published for public comment</translation>
    </message>
    <message>
        <source>这一项先替您留着</source>
        <translation>This item is kept for you</translation>
    </message>
    <message>
        <source>刚才没有发出去，原件还在，随时可以找回。</source>
        <translation>It was not sent. The original is here and can be taken back at any time.</translation>
    </message>
    <message>
        <source>{why}，所以先替您留着，没有发出去。</source>
        <translation>{why}; so it is kept for you and was not sent.</translation>
    </message>
    <message>
        <source>没有读出里面的文字，所以先替您留着。</source>
        <translation>The words in it could not be read, so it is kept for you.</translation>
    </message>
    <message>
        <source>原件还在。请自己看一眼，没有问题就取回到原来的位置。</source>
        <translation>The original is here. Please look at it yourself, and put it back if it is fine.</translation>
    </message>
    <message>
        <source>原件还在。请自己看一眼，没有问题再放行一次。</source>
        <translation>The original is here. Please look at it yourself, and let it through if it is fine.</translation>
    </message>
    <message>
        <source>没读出里面的文字，先留着</source>
        <translation>Could not be read, kept for now</translation>
    </message>
    <message>
        <source>规则 {rule}</source>
        <translation>Rule {rule}</translation>
    </message>
    <message>
        <source>类似{case}</source>
        <translation>like {case}</translation>
    </message>
    <message>
        <source>依据：{law} · {tail}</source>
        <translation>Basis: {law} · {tail}</translation>
    </message>
    <message>
        <source>依据：{law}</source>
        <translation>Basis: {law}</translation>
    </message>
    <message>
        <source>规则 {rule}：{name}</source>
        <translation>Rule {rule}: {name}</translation>
    </message>
    <message>
        <source>这里像是有密级字样，请看一眼</source>
        <translation>This looks like a secrecy mark, please check</translation>
    </message>
    <message>
        <source>刚才没有发出去。如果只是普通用语，可以放行。</source>
        <translation>It was not sent. If these are everyday words, you may let it through.</translation>
    </message>
    <message>
        <source>先别发，这份带密级标志</source>
        <translation>Hold on, this bears a secrecy mark</translation>
    </message>
    <message>
        <source>带密级的文件不能走微信、QQ，刚才没有粘贴出去。</source>
        <translation>What bears a secrecy mark must not go through WeChat or QQ. It was not pasted.</translation>
    </message>
    <message>
        <source>需要传阅请走机要渠道。如果它不该在这台电脑上，请先不转发、不自行删除，联系保密办。</source>
        <translation>To pass it on, use the classified mail. If it should not be on this computer, please do not forward or delete it, and call the secrecy office.</translation>
    </message>
    <message>
        <source>这份标明不对外公开</source>
        <translation>This is marked as not for the public</translation>
    </message>
    <message>
        <source>标了不予公开或工作秘密的内容，不能走微信、QQ。刚才没有粘贴出去。</source>
        <translation>What is marked as not public or as a work secret must not go through WeChat or QQ. It was not pasted.</translation>
    </message>
    <message>
        <source>确需发送，请向保密办要授权码。</source>
        <translation>If it has to be sent, ask the secrecy office for a code.</translation>
    </message>
    <message>
        <source>这里有领导批示</source>
        <translation>This quotes a leader&apos;s instruction</translation>
    </message>
    <message>
        <source>批示原文不在聊天软件里传。刚才没有粘贴出去。</source>
        <translation>Instructions are not passed on in chat programs. It was not pasted.</translation>
    </message>
    <message>
        <source>请当面转达，或走单位内部的办文渠道。</source>
        <translation>Please pass it on in person, or by your unit&apos;s own channels.</translation>
    </message>
    <message>
        <source>这是工作群里的部署内容</source>
        <translation>These are orders from a work group</translation>
    </message>
    <message>
        <source>工作群的安排转到群外，容易被断章取义。刚才没有粘贴出去。</source>
        <translation>Orders from a work group are easily misread outside it. It was not pasted.</translation>
    </message>
    <message>
        <source>这里有他人的个人信息</source>
        <translation>This has personal details of others</translation>
    </message>
    <message>
        <source>有别人的姓名、证件或病情，已标出。刚才没有粘贴出去。</source>
        <translation>Names, ID numbers or illnesses of other people are marked. It was not pasted.</translation>
    </message>
    <message>
        <source>这是讨论稿，已经批准了吗？</source>
        <translation>This is a draft. Is it approved?</translation>
    </message>
    <message>
        <source>没批准就传开，容易被当成正式决定。</source>
        <translation>A draft that spreads is easily taken for a decision.</translation>
    </message>
    <message>
        <source>这条消息核实过吗？</source>
        <translation>Has this message been checked?</translation>
    </message>
    <message>
        <source>这条消息还没看到官方来源，先问一下再发也不迟。</source>
        <translation>No official source has been seen for this. Asking first does no harm.</translation>
    </message>
    <message>
        <source>请选原因</source>
        <translation>Choose a reason</translation>
    </message>
    <message>
        <source>对方按职责需要</source>
        <translation>They need it for their duties</translation>
    </message>
    <message>
        <source>本来就是公开的</source>
        <translation>It is public anyway</translation>
    </message>
    <message>
        <source>已征得本人同意</source>
        <translation>The person has agreed</translation>
    </message>
    <message>
        <source>其他原因</source>
        <translation>Other reason</translation>
    </message>
    <message>
        <source>补充说明</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>补充说明，例如：报送民政局</source>
        <translation>Details, such as: for the civil affairs office</translation>
    </message>
    <message>
        <source>为什么需要发？</source>
        <translation>Why must it be sent?</translation>
    </message>
    <message>
        <source>批准人</source>
        <translation>Approver</translation>
    </message>
    <message>
        <source>姓名，例如：王局长</source>
        <translation>Name, such as: Director Wang</translation>
    </message>
    <message>
        <source>批准方式</source>
        <translation>How it was approved</translation>
    </message>
    <message>
        <source>当面或电话同意</source>
        <translation>In person or by phone</translation>
    </message>
    <message>
        <source>书面签批</source>
        <translation>Signed on paper</translation>
    </message>
    <message>
        <source>会议决定</source>
        <translation>Decided in a meeting</translation>
    </message>
    <message>
        <source>谁批准的？</source>
        <translation>Who approved it?</translation>
    </message>
    <message>
        <source>授权码</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>保密办给您的授权码</source>
        <translation>The code the secrecy office gave you</translation>
    </message>
    <message>
        <source>保密办的授权码</source>
        <translation>Code of the secrecy office</translation>
    </message>
    <message>
        <source>只记在本机和单位的核对记录里，不记文件内容。</source>
        <translation>Kept only in this computer&apos;s and your unit&apos;s records, without content.</translation>
    </message>
    <message>
        <source>X11 原生</source>
        <translation>X11, native</translation>
    </message>
    <message>
        <source>Wayland</source>
        <translation>Wayland</translation>
    </message>
    <message>
        <source>Windows 原生</source>
        <translation>Windows, native</translation>
    </message>
    <message>
        <source>通用方式（只看文字）</source>
        <translation>Common way (text only)</translation>
    </message>
    <message>
        <source>只管得到 XWayland 里的程序</source>
        <translation>Only programs within XWayland</translation>
    </message>
    <message>
        <source>XWayland 里的程序一律按聊天软件对待</source>
        <translation>Every program within XWayland counts as a chat program</translation>
    </message>
    <message>
        <source>认得出是哪个程序在粘贴</source>
        <translation>Knows which program pastes</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>运行状况 — 密哨</source>
        <translation>Health — MiShao</translation>
    </message>
    <message>
        <source>还没有准备好</source>
        <translation>Not ready yet</translation>
    </message>
    <message>
        <source>剪贴板</source>
        <translation>Clipboard</translation>
    </message>
    <message>
        <source>截图文件夹</source>
        <translation>Screenshots</translation>
    </message>
    <message>
        <source>没有设定</source>
        <translation>Not set</translation>
    </message>
    <message>
        <source>文字识别</source>
        <translation>Text in pictures</translation>
    </message>
    <message>
        <source>本机识别</source>
        <translation>Read on this computer</translation>
    </message>
    <message>
        <source>规则包</source>
        <translation>Rule pack</translation>
    </message>
    <message>
        <source>加密暂存</source>
        <translation>Encrypted store</translation>
    </message>
    <message>
        <source>规则来源</source>
        <translation>Rules from</translation>
    </message>
    <message>
        <source>更新检查</source>
        <translation>Updates</translation>
    </message>
    <message>
        <source>没有更新</source>
        <translation>Not updated</translation>
    </message>
    <message>
        <source>{count} 项</source>
        <translation>Items: {count}</translation>
    </message>
    <message>
        <source>复制诊断信息</source>
        <translation>Copy diagnostics</translation>
    </message>
    <message>
        <source>只有版本、状态和错误说明，没有内容</source>
        <translation>Versions, states and errors only, no content</translation>
    </message>
    <message>
        <source>没有在守着</source>
        <translation>Not guarding</translation>
    </message>
    <message>
        <source>正在准备</source>
        <translation>Getting ready</translation>
    </message>
    <message>
        <source>马上就好。</source>
        <translation>Just a moment.</translation>
    </message>
    <message>
        <source>{time} 恢复</source>
        <translation>Resumes at {time}</translation>
    </message>
    <message>
        <source>留下 {count} 项</source>
        <translation>{count} held</translation>
    </message>
    <message>
        <source>守着复制和截图，没有留下什么。</source>
        <translation>Watching copies and screenshots; nothing is held.</translation>
    </message>
    <message>
        <source>看过 {judged} 次，{held}</source>
        <translation>{judged} checked, {held}</translation>
    </message>
    <message>
        <source>微信</source>
        <translation>WeChat</translation>
    </message>
    <message>
        <source>企业微信</source>
        <translation>WeCom</translation>
    </message>
    <message>
        <source>钉钉</source>
        <translation>DingTalk</translation>
    </message>
    <message>
        <source>飞书</source>
        <translation>Feishu</translation>
    </message>
    <message>
        <source>政务微信</source>
        <translation>Government WeChat</translation>
    </message>
    <message>
        <source>在那条消息上点右键，选“撤回”。文件和图片也一样，每一条都要单独撤回。</source>
        <translation>Right-click the message and choose Recall. The same for files and pictures, one by one.</translation>
    </message>
    <message>
        <source>在那条消息上点右键，选“撤回”。群主和管理员撤回别人的消息没有时限。</source>
        <translation>Right-click the message and choose Recall. Owners and admins of a group can recall at any time.</translation>
    </message>
    <message>
        <source>在那条消息上点右键，选“撤回”。撤不回时请联系单位的企业微信管理员。</source>
        <translation>Right-click the message and choose Recall. If it is too late, ask your unit&apos;s WeCom administrator.</translation>
    </message>
    <message>
        <source>在那条消息上点右键，选“撤回”。对方已读也可以撤回。</source>
        <translation>Right-click the message and choose Recall. That works after it was read, too.</translation>
    </message>
    <message>
        <source>在那条消息上点右键，选“撤回”。撤不回时请联系单位的飞书管理员。</source>
        <translation>Right-click the message and choose Recall. If it is too late, ask your unit&apos;s Feishu administrator.</translation>
    </message>
    <message>
        <source>刚才发错了</source>
        <translation>Sent by mistake</translation>
    </message>
    <message>
        <source>先撤回，再请大家不要转发。撤回以后，请把情况告诉保密办。</source>
        <translation>Recall it first, then ask everyone not to forward it. After that, please tell the secrecy office.</translation>
    </message>
    <message>
        <source>发到了哪个软件</source>
        <translation>The program it was sent with</translation>
    </message>
    <message>
        <source>复制给群里的话</source>
        <translation>Copy words for the group</translation>
    </message>
    <message>
        <source>保密办：{contact}</source>
        <translation>Secrecy office: {contact}</translation>
    </message>
    <message>
        <source>能撤回多久由单位设定，请马上撤回。</source>
        <translation>Your unit sets how long recalling works. Please recall it now.</translation>
    </message>
    <message>
        <source>发出 {minutes} 分钟内可以撤回，最多还剩 {rest}</source>
        <translation>{minutes} min to recall after sending, {rest} left at most</translation>
    </message>
    <message>
        <source>多半已经不能撤回了。请先发下面这句话。</source>
        <translation>It is probably too late to recall. Please send the words below first.</translation>
    </message>
    <message>
        <source>刚才误发了一条消息，请大家不要保存、不要转发，已经保存的请删除。谢谢。</source>
        <translation>I have just sent a message by mistake. Please do not save or forward it, and delete it if you saved it. Thank you.</translation>
    </message>
    <message>
        <source>已复制，到群里按 Ctrl+V</source>
        <translation>Copied, press Ctrl+V in the group</translation>
    </message>
    <message>
        <source>{state}：{title}</source>
        <translation>{state}: {title}</translation>
    </message>
    <message>
        <source>等保密办核对</source>
        <translation>Waiting for the secrecy office</translation>
    </message>
    <message>
        <source>共 {count} 项，这是 {name}</source>
        <translation>{count} in all, this is {name}</translation>
    </message>
    <message>
        <source>还有 {count} 种</source>
        <translation>{count} more kinds</translation>
    </message>
    <message>
        <source>原图，已标出 {count} 处：{kinds}</source>
        <translation>Original, places marked: {count}. {kinds}</translation>
    </message>
    <message>
        <source>这一项已经销毁，看不到内容了。</source>
        <translation>This item was destroyed; its content is gone.</translation>
    </message>
    <message>
        <source>只在内存里，重启后就没有了</source>
        <translation>Only in memory, gone after a restart</translation>
    </message>
    <message>
        <source>留在原处</source>
        <translation>Left in its place</translation>
    </message>
    <message>
        <source>另存到…</source>
        <translation>Save elsewhere…</translation>
    </message>
    <message>
        <source>这是我本人或家人的，取回</source>
        <translation>Mine or my family&apos;s, take it back</translation>
    </message>
    <message>
        <source>放回原来的文件夹，名字和时间都不变。</source>
        <translation>Goes back to its folder with the same name and time.</translation>
    </message>
    <message>
        <source>放行一次：一分钟内可以再粘贴一次。</source>
        <translation>Let through once: it can be pasted again within a minute.</translation>
    </message>
    <message>
        <source>另存到</source>
        <translation>Save elsewhere</translation>
    </message>
    <message>
        <source>后面还有 {count} 个字没有显示。</source>
        <translation>{count} more characters are not shown.</translation>
    </message>
    <message>
        <source>被拦截内容 — 密哨</source>
        <translation>Held items — MiShao</translation>
    </message>
    <message>
        <source>被拦截内容</source>
        <translation>Held items</translation>
    </message>
    <message>
        <source>取回原件…</source>
        <translation>Take back…</translation>
    </message>
    <message>
        <source>销毁…</source>
        <translation>Destroy…</translation>
    </message>
    <message>
        <source>这里还没有被拦下的内容。</source>
        <translation>Nothing has been held yet.</translation>
    </message>
    <message>
        <source>带密级标志，等保密办处理</source>
        <translation>Bears a secrecy mark, left to the secrecy office</translation>
    </message>
    <message>
        <source>已经销毁</source>
        <translation>Destroyed</translation>
    </message>
    <message>
        <source>保密办：{contact}。</source>
        <translation>Secrecy office: {contact}.</translation>
    </message>
    <message>
        <source>请打单位保密办的电话，或当面说一声。</source>
        <translation>Please phone your unit&apos;s secrecy office, or tell them in person.</translation>
    </message>
    <message>
        <source>这一项先替您留着，请不转发、不自行删除。</source>
        <translation>This item is kept for you; please do not forward or delete it.</translation>
    </message>
    <message>
        <source>销毁 — 密哨</source>
        <translation>Destroy — MiShao</translation>
    </message>
    <message>
        <source>销毁“{title}”？</source>
        <translation>Destroy &quot;{title}&quot;?</translation>
    </message>
    <message>
        <source>销毁后再也取不回来。</source>
        <translation>Once destroyed, it cannot be taken back.</translation>
    </message>
    <message>
        <source>销毁</source>
        <translation>Destroy</translation>
    </message>
    <message>
        <source>zh</source>
        <translation>en</translation>
    </message>
    <message>
        <source>收到一份带密级标志的文件</source>
        <translation>A file with a secrecy mark has arrived</translation>
    </message>
    <message>
        <source>请不要转发，先不要自行删除，请联系保密办{office}。</source>
        <translation>Please do not forward it, do not delete it yet, and call the secrecy office{office}.</translation>
    </message>
    <message>
        <source>收到的文件可能不宜外传</source>
        <translation>A received file may not be fit to pass on</translation>
    </message>
    <message>
        <source>请先不要转发给其他人。</source>
        <translation>Please do not forward it to others yet.</translation>
    </message>
    <message>
        <source>刚发出的内容可能不宜外传</source>
        <translation>What was just sent may not be fit to pass on</translation>
    </message>
    <message>
        <source>微信 2 分钟内可撤回：长按或右键那条消息，选“撤回”。</source>
        <translation>WeChat can recall it within 2 min: press or right-click the message and choose Recall.</translation>
    </message>
    <message>
        <source>{program}正在读取它。带密级的文件不能走微信、QQ，请取消发送，需要传阅请走机要渠道。</source>
        <translation>{program} is reading it. What bears a secrecy mark must not go through WeChat or QQ. Please cancel sending; pass it on by classified mail.</translation>
    </message>
    <message>
        <source>先别发，这份可能不宜外传</source>
        <translation>Hold on, this may not be fit to pass on</translation>
    </message>
    <message>
        <source>{program}正在读取它。如果正要发送，请先取消。</source>
        <translation>{program} is reading it. If you are about to send it, please cancel first.</translation>
    </message>
    <message>
        <source>（{office}）</source>
        <translation> ({office})</translation>
    </message>
    <message>
        <source>聊天软件</source>
        <translation>The chat program</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>Understood</translation>
    </message>
    <message>
        <source>还有 {count} 份</source>
        <translation>{count} more</translation>
    </message>
    <message>
        <source>密哨 · {program}</source>
        <translation>MiShao · {program}</translation>
    </message>
    <message>
        <source>密哨</source>
        <translation>MiShao</translation>
    </message>
    <message>
        <source>恢复</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>暂停…</source>
        <translation>Pause…</translation>
    </message>
    <message>
        <source>被拦截内容…</source>
        <translation>Held items…</translation>
    </message>
    <message>
        <source>运行状况</source>
        <translation>Health</translation>
    </message>
    <message>
        <source>退出…</source>
        <translation>Quit…</translation>
    </message>
    <message>
        <source>查看：{title}</source>
        <translation>View: {title}</translation>
    </message>
    <message>
        <source>密哨：{word}</source>
        <translation>MiShao: {word}</translation>
    </message>
    <message>
        <source>刚才发错了…</source>
        <translation>Sent by mistake…</translation>
    </message>
    <message>
        <source>运行状况…</source>
        <translation>Health…</translation>
    </message>
    <message>
        <source>最近留下的</source>
        <translation>Held lately</translation>
    </message>
    <message>
        <source>暂停（由单位设定：不能暂停）</source>
        <translation>Pause (set by your unit: not allowed)</translation>
    </message>
    <message>
        <source>打码版，将粘贴这一份</source>
        <translation>Masked copy, to be pasted</translation>
    </message>
    <message>
        <source>按住看原文</source>
        <translation>Hold to see the original</translation>
    </message>
    <message>
        <source>原图，已标出 {count} 处</source>
        <translation>Original, places marked: {count}</translation>
    </message>
    <message>
        <source>打码版，已遮住：{kinds}</source>
        <translation>Masked copy, hidden: {kinds}</translation>
    </message>
    <message>
        <source>原图：{title}</source>
        <translation>Original: {title}</translation>
    </message>
    <message>
        <source>密哨 · {where}</source>
        <translation>MiShao · {where}</translation>
    </message>
    <message>
        <source>领导，这份带密级，按规定不能走微信。我打印送过去，您看什么时候方便？</source>
        <translation>This bears a secrecy mark, and the rules do not allow it on WeChat. I will print it and bring it over. When would suit you?</translation>
    </message>
    <message>
        <source>回话已经替您写好，按 Ctrl+V 就能发。</source>
        <translation>A reply is ready, Ctrl+V sends it.</translation>
    </message>
    <message>
        <source>好的，先替您留着</source>
        <translation>Fine, it is kept for you</translation>
    </message>
    <message>
        <source>好的，没有发送</source>
        <translation>Fine, nothing was sent</translation>
    </message>
    <message>
        <source>已放行一次，请再按 Ctrl+V。</source>
        <translation>Let through once, please press Ctrl+V again.</translation>
    </message>
    <message>
        <source>依据，按 D 展开或收起</source>
        <translation>Basis, press D to unfold or fold</translation>
    </message>
    <message>
        <source>正在打码…</source>
        <translation>Masking…</translation>
    </message>
    <message>
        <source>保密办：{contact}。这一项先替您留着，请不转发、不自行删除。</source>
        <translation>Secrecy office: {contact}. This item is kept for you; please do not forward or delete it.</translation>
    </message>
    <message>
        <source>请打单位保密办的电话，或当面说一声。这一项先替您留着，请不转发、不自行删除。</source>
        <translation>Please phone your unit&apos;s secrecy office, or tell them in person. This item is kept for you; please do not forward or delete it.</translation>
    </message>
    <message>
        <source>有 {count} 项先替您留着，都没有发出去</source>
        <translation>{count} items are kept for you, none was sent</translation>
    </message>
    <message>
        <source>都能找回。逐项看一眼，再决定怎么发。</source>
        <translation>All can be taken back. Look at each, then decide.</translation>
    </message>
    <message>
        <source>逐项查看</source>
        <translation>Look at each</translation>
    </message>
    <message>
        <source>都不发送</source>
        <translation>Send none</translation>
    </message>
    <message>
        <source>还有 {count} 项</source>
        <translation>{count} more</translation>
    </message>
    <message>
        <source>关闭（等于不发送）</source>
        <translation>Close (nothing is sent)</translation>
    </message>
    <message>
        <source>拦下</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>提醒</source>
        <translation>Asked</translation>
    </message>
    <message>
        <source>可发</source>
        <translation>May be sent</translation>
    </message>
    <message>
        <source>没读出</source>
        <translation>Not read</translation>
    </message>
    <message>
        <source>只记录</source>
        <translation>Only recorded</translation>
    </message>
    <message>
        <source>没有通过</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>文字</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>图片</source>
        <translation>Picture</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>Files</translation>
    </message>
    <message>
        <source>没读出文字</source>
        <translation>Could not be read</translation>
    </message>
    <message>
        <source>没有粘贴到{program}</source>
        <translation>Not pasted into {program}</translation>
    </message>
    <message>
        <source>截图先替您留着</source>
        <translation>Screenshot kept for you</translation>
    </message>
    <message>
        <source>先替您留着</source>
        <translation>Kept for you</translation>
    </message>
    <message>
        <source>复制的内容</source>
        <translation>Copied content</translation>
    </message>
    <message>
        <source>选中的内容</source>
        <translation>Selected content</translation>
    </message>
    <message>
        <source>聊天软件收到的文件</source>
        <translation>File received by a chat program</translation>
    </message>
    <message>
        <source>已取回</source>
        <translation>Taken back</translation>
    </message>
    <message>
        <source>已销毁</source>
        <translation>Destroyed</translation>
    </message>
    <message>
        <source>在岗</source>
        <translation>Guarding</translation>
    </message>
    <message>
        <source>已暂停</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>有一处要您看一下</source>
        <translation>One thing needs a look</translation>
    </message>
    <message>
        <source>{month} 月 {day} 日</source>
        <translation>{month} {day}</translation>
    </message>
    <message>
        <source>今天 · {date}</source>
        <translation>Today · {date}</translation>
    </message>
    <message>
        <source>昨天 · {date}</source>
        <translation>Yesterday · {date}</translation>
    </message>
    <message>
        <source>{year} 年 {date}</source>
        <translation>{date}, {year}</translation>
    </message>
    <message>
        <source>刚刚</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>{minutes} 分钟前</source>
        <translation>{minutes} min ago</translation>
    </message>
    <message>
        <source>1 2 3 4 5 6 7 8 9 10 11 12</source>
        <translation>Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec</translation>
    </message>
    <message>
        <source>密级标志</source>
        <translation>Secrecy mark</translation>
    </message>
    <message>
        <source>不对外公开</source>
        <translation>Not for the public</translation>
    </message>
    <message>
        <source>领导批示</source>
        <translation>Leader&apos;s instruction</translation>
    </message>
    <message>
        <source>工作群部署</source>
        <translation>Work group orders</translation>
    </message>
    <message>
        <source>他人的个人信息</source>
        <translation>Personal details of others</translation>
    </message>
    <message>
        <source>讨论稿</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>未核实的消息</source>
        <translation>Unchecked message</translation>
    </message>
    <message>
        <source>图片打不开，没有显示</source>
        <translation>Picture cannot be opened</translation>
    </message>
    <message>
        <source>复制或截图之后、粘贴到微信和 QQ 之前，它看一眼有没有不该外传的内容。没有问题的，您感觉不到它。</source>
        <translation>After a copy or screenshot, and before it is pasted into WeChat or QQ, it looks for what should not leave. When all is fine you do not notice it.</translation>
    </message>
    <message>
        <source>复制的文字、图片、文件</source>
        <translation>Copied text, pictures and files</translation>
    </message>
    <message>
        <source>只在要粘贴到聊天软件时才拦；粘到 WPS、OA、12345 照常。</source>
        <translation>Held only from chat programs; pasting into WPS, OA and 12345 works as always.</translation>
    </message>
    <message>
        <source>新截图先读一遍图里的字，带标志或他人信息的先替您留着。</source>
        <translation>The words in a new screenshot are read; one with a mark or details of others is kept for you.</translation>
    </message>
    <message>
        <source>看不到的地方</source>
        <translation>What it does not see</translation>
    </message>
    <message>
        <source>手机拍照、微信里转发、直接打字，管不到；微信自带截图不一定拦得住。</source>
        <translation>Phone photos, forwarding inside WeChat and typing; WeChat&apos;s own screenshots are not always caught.</translation>
    </message>
    <message>
        <source>判断只在本机做。单位能知道“什么时候、哪条规则”，看不到您写了什么。</source>
        <translation>Judging is done on this computer alone. Your unit can learn when and which rule, not what you wrote.</translation>
    </message>
    <message>
        <source>不上传</source>
        <translation>Never uploaded</translation>
    </message>
    <message>
        <source>复制的内容、截图、识别出的文字、文件名</source>
        <translation>What you copy, screenshots, words read in them, file names</translation>
    </message>
    <message>
        <source>不看</source>
        <translation>Never looked at</translation>
    </message>
    <message>
        <source>微信、QQ 里的聊天记录、通讯录、键盘输入、摄像头</source>
        <translation>Chats and contacts in WeChat and QQ, the keyboard, the camera</translation>
    </message>
    <message>
        <source>单位能看到</source>
        <translation>Seen by your unit</translation>
    </message>
    <message>
        <source>时间、规则编号、去向软件、次数、规则包版本</source>
        <translation>Time, rule number, program, counts, version of the rule pack</translation>
    </message>
    <message>
        <source>复制样例</source>
        <translation>Copy the sample</translation>
    </message>
    <message>
        <source>样例文件</source>
        <translation>Sample document</translation>
    </message>
    <message>
        <source>假装的聊天框</source>
        <translation>Pretended chat box</translation>
    </message>
    <message>
        <source>先点“复制样例”，再到右边的框里按 Ctrl+V。右边假装是微信。</source>
        <translation>Press &quot;Copy the sample&quot;, then Ctrl+V in the box on the right, which pretends to be WeChat.</translation>
    </message>
    <message>
        <source>同时会弹出提醒，告诉您是哪几个字、该怎么办。</source>
        <translation>A window will tell you which words it was and what to do.</translation>
    </message>
    <message>
        <source>复制好了。请在上面的框里按 Ctrl+V。</source>
        <translation>Copied. Please press Ctrl+V in the box above.</translation>
    </message>
    <message>
        <source>这一次没有拦下。请打开“运行状况”看一看。</source>
        <translation>It was not held this time. Please look at Health.</translation>
    </message>
    <message>
        <source>拦下了。粘贴出来的只是这句客气话。</source>
        <translation>Held. Only this polite line was pasted.</translation>
    </message>
    <message>
        <source>拦下了。什么也没有粘贴出来。</source>
        <translation>Held. Nothing was pasted.</translation>
    </message>
    <message>
        <source>再复制一次</source>
        <translation>Copy again</translation>
    </message>
    <message>
        <source>欢迎使用密哨</source>
        <translation>Welcome to MiShao</translation>
    </message>
    <message>
        <source>密哨替您多看一眼</source>
        <translation>MiShao takes a second look for you</translation>
    </message>
    <message>
        <source>内容不出这台电脑</source>
        <translation>Content stays on this computer</translation>
    </message>
    <message>
        <source>试一下，不会真的发出去</source>
        <translation>Try it, nothing is really sent</translation>
    </message>
    <message>
        <source>上一步</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>第 {page} 页，共 {count} 页</source>
        <translation>Page {page} of {count}</translation>
    </message>
    <message>
        <source>开始使用</source>
        <translation>Begin</translation>
    </message>
    <message>
        <source>先别发</source>
        <translation>Hold on</translation>
    </message>
    <message>
        <source>发之前再看一眼</source>
        <translation>Look again before sending</translation>
    </message>
    <message>
        <source>没读出来</source>
        <translation>Not read</translation>
    </message>
    <message>
        <source>可以发</source>
        <translation>May be sent</translation>
    </message>
    <message>
        <source>没有看到不该外传的内容。</source>
        <translation>Nothing was seen that should not leave.</translation>
    </message>
    <message>
        <source>没有看完。</source>
        <translation>It was not read to the end.</translation>
    </message>
    <message>
        <source>{count} 份没读出来。第一份：{reason}</source>
        <translation>Not read: {count}. The first: {reason}</translation>
    </message>
    <message>
        <source>有{what}。</source>
        <translation>Found: {what}.</translation>
    </message>
    <message>
        <source>这里看的是字面和图里的字。发给谁、该不该发，还请您自己拿主意。</source>
        <translation>This looks at words, also those in pictures. Whom to send it to, and whether, is for you to decide.</translation>
    </message>
    <message>
        <source>没读出来的内容，发到聊天软件时会先替您留着。可以换成文字，或截成清楚的图片再查一次。</source>
        <translation>What could not be read is kept for you when it goes to a chat program. Try it as text, or as a clear picture.</translation>
    </message>
    <message>
        <source>类似{case}：{line}</source>
        <translation>Like {case}: {line}</translation>
    </message>
    <message>
        <source>依据：{law} · 规则 {rule}</source>
        <translation>Basis: {law} · rule {rule}</translation>
    </message>
    <message>
        <source>要发的内容</source>
        <translation>What is to be sent</translation>
    </message>
    <message>
        <source>图片，已标出 {count} 处：{found}</source>
        <translation>Picture, places marked: {count}. {found}</translation>
    </message>
    <message>
        <source>要发的文件</source>
        <translation>Files to be sent</translation>
    </message>
    <message>
        <source>在看</source>
        <translation>Looking</translation>
    </message>
    <message>
        <source>文件名：{name}</source>
        <translation>File name: {name}</translation>
    </message>
    <message>
        <source>为什么</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>复制打码版</source>
        <translation>Copy masked</translation>
    </message>
    <message>
        <source>看打码后的样子</source>
        <translation>Show masked</translation>
    </message>
    <message>
        <source>保存尽责凭证…</source>
        <translation>Save a receipt…</translation>
    </message>
    <message>
        <source>还没有内容</source>
        <translation>Nothing yet</translation>
    </message>
    <message>
        <source>粘贴或拖进来，先看看能不能发。</source>
        <translation>Paste or drop it here to see whether it may be sent.</translation>
    </message>
    <message>
        <source>在看…</source>
        <translation>Looking…</translation>
    </message>
    <message>
        <source>读完就告诉您。</source>
        <translation>You will be told when it is read.</translation>
    </message>
    <message>
        <source>没有查成</source>
        <translation>Not checked</translation>
    </message>
    <message>
        <source>{count} 处，只记录</source>
        <translation>{count}, only recorded</translation>
    </message>
    <message>
        <source>{count} 处</source>
        <translation>Places: {count}</translation>
    </message>
    <message>
        <source>发前自查 — 密哨</source>
        <translation>Check before sending — MiShao</translation>
    </message>
    <message>
        <source>打码后的内容</source>
        <translation>Masked content</translation>
    </message>
    <message>
        <source>选文件…</source>
        <translation>Choose files…</translation>
    </message>
    <message>
        <source>清空</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>长文字，{count} 字</source>
        <translation>Long text, {count} characters</translation>
    </message>
    <message>
        <source>也可以把文件、图片拖进来</source>
        <translation>Or drop files and pictures here</translation>
    </message>
    <message>
        <source>{hint} · {count} 字</source>
        <translation>{hint} · {count} characters</translation>
    </message>
    <message>
        <source>打码版已复制，发之前请再看一遍。</source>
        <translation>The masked copy is copied. Please look through it before sending.</translation>
    </message>
    <message>
        <source>打码后的图片</source>
        <translation>Masked picture</translation>
    </message>
    <message>
        <source>看原文</source>
        <translation>Show the original</translation>
    </message>
    <message>
        <source>选文件</source>
        <translation>Choose files</translation>
    </message>
    <message>
        <source>保存尽责凭证</source>
        <translation>Save a receipt</translation>
    </message>
    <message>
        <source>尽责凭证-{moment}.json</source>
        <translation>receipt-{moment}.json</translation>
    </message>
    <message>
        <source>没有存成：{why}。请换一个文件夹。</source>
        <translation>Not saved: {why}. Please choose another folder.</translation>
    </message>
    <message>
        <source>凭证已保存：{name}</source>
        <translation>Receipt saved: {name}</translation>
    </message>
    <message>
        <source>发前自查</source>
        <translation>Self-check</translation>
    </message>
    <message>
        <source>发前自查…</source>
        <translation>Self-check…</translation>
    </message>
    <message>
        <source>打不开</source>
        <translation>Cannot be opened</translation>
    </message>
    <message>
        <source>规则</source>
        <translation>Rule</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>分组</source>
        <translation>Grouping</translation>
    </message>
    <message>
        <source>按日期分组</source>
        <translation>By day</translation>
    </message>
    <message>
        <source>按规则分组</source>
        <translation>By rule</translation>
    </message>
    <message>
        <source>{kind}，{count} 项</source>
        <translation>{kind}, {count} items</translation>
    </message>
    <message>
        <source>所有规则</source>
        <translation>All rules</translation>
    </message>
    <message>
        <source>搜索标题、规则、去向</source>
        <translation>Search titles, rules, programs</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>全部时间</source>
        <translation>Any time</translation>
    </message>
    <message>
        <source>最近 24 小时</source>
        <translation>Last 24 hours</translation>
    </message>
    <message>
        <source>最近 {days} 天</source>
        <translation>Last {days} days</translation>
    </message>
    <message>
        <source>一次只能复制一项。</source>
        <translation>Only one item can be copied at a time.</translation>
    </message>
    <message>
        <source>这里只能复制打码版；这一项现在没有打码版。</source>
        <translation>Only masked copies can be copied here, and this item has none now.</translation>
    </message>
    <message>
        <source>打码版已经复制，可以粘贴了。</source>
        <translation>The masked copy is on the clipboard and can be pasted.</translation>
    </message>
    <message>
        <source>这一项现在没有打码版，不能导出。</source>
        <translation>This item has no masked copy now, so there is nothing to export.</translation>
    </message>
    <message>
        <source>导出打码版</source>
        <translation>Export the masked copy</translation>
    </message>
    <message>
        <source>已导出：{path}</source>
        <translation>Exported: {path}</translation>
    </message>
    <message>
        <source>已导出 {count} 份打码版。</source>
        <translation>Masked copies exported: {count}.</translation>
    </message>
    <message>
        <source>正在导出 {count} 项的打码版…</source>
        <translation>Exporting masked copies of {count} items…</translation>
    </message>
    <message>
        <source>正在重新核对…</source>
        <translation>Checking again…</translation>
    </message>
    <message>
        <source>这一处不打码了，已重新核对。</source>
        <translation>This place is shown now, and the copy was checked again.</translation>
    </message>
    <message>
        <source>{category} {count} 处</source>
        <translation>{category}, {count} places</translation>
    </message>
    <message>
        <source>销毁选中的 {count} 项？</source>
        <translation>Destroy the {count} selected items?</translation>
    </message>
    <message>
        <source>销毁后再也取不回来；带密级标志的不会销毁。</source>
        <translation>Once destroyed, they cannot be taken back; what bears a secrecy mark is not destroyed.</translation>
    </message>
    <message>
        <source>取消这一处打码，再核对一次</source>
        <translation>Show this place and check again</translation>
    </message>
    <message>
        <source>这一处是{kind}。取消以后会重新核对，仍不能发的就不取消。</source>
        <translation>Hidden here: {kind}. The copy is checked again; what still must not be sent stays hidden.</translation>
    </message>
    <message>
        <source>导出打码版…</source>
        <translation>Save masked…</translation>
    </message>
    <message>
        <source>正在找，还有 {count} 项没看过</source>
        <translation>Searching, {count} items to go</translation>
    </message>
    <message>
        <source>没有符合条件的内容。</source>
        <translation>Nothing matches.</translation>
    </message>
    <message>
        <source>找到 {count} 项</source>
        <translation>Found: {count}</translation>
    </message>
    <message>
        <source>图片 {width} × {height}</source>
        <translation>Picture {width} × {height}</translation>
    </message>
    <message>
        <source>点遮住的地方，可取消这一处打码（要写原因）</source>
        <translation>Click a mask to show that place (asks for a reason)</translation>
    </message>
    <message>
        <source>选中了 {count} 项</source>
        <translation>{count} items selected</translation>
    </message>
    <message>
        <source>{name} · {count} 项</source>
        <translation>{name} · {count} items</translation>
    </message>
    <message>
        <source>打码版</source>
        <translation>Masked copy</translation>
    </message>
    <message>
        <source>识别出的文字</source>
        <translation>Words read</translation>
    </message>
    <message>
        <source>看法</source>
        <translation>Views</translation>
    </message>
    <message>
        <source>原图</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>原文</source>
        <translation>Original text</translation>
    </message>
    <message>
        <source>对照</source>
        <translation>Side by side</translation>
    </message>
    <message>
        <source>缩小（-）</source>
        <translation>Smaller (-)</translation>
    </message>
    <message>
        <source>放大（+）</source>
        <translation>Larger (+)</translation>
    </message>
    <message>
        <source>看全部（0）</source>
        <translation>Whole (0)</translation>
    </message>
    <message>
        <source>原件的文字，已标出 {count} 处</source>
        <translation>Words of the original, places marked: {count}</translation>
    </message>
    <message>
        <source>打码版 · 已重新核对，可以发</source>
        <translation>Masked copy · checked again, may be sent</translation>
    </message>
    <message>
        <source>第 {at} 处，共 {count} 处</source>
        <translation>Place {at} of {count}</translation>
    </message>
    <message>
        <source>{title} 打码版</source>
        <translation>{title} masked</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>content</translation>
    </message>
    <message>
        <source>{kind} · 只有您能看</source>
        <translation>{kind} · only you can see this</translation>
    </message>
    <message>
        <source>这里挡不住截屏</source>
        <translation>screenshots cannot be kept out here</translation>
    </message>
    <message>
        <source>已销毁 {count} 项。</source>
        <translation>Destroyed: {count}.</translation>
    </message>
    <message>
        <source>身份证号</source>
        <translation>ID number</translation>
    </message>
    <message>
        <source>手机号</source>
        <translation>Mobile number</translation>
    </message>
    <message>
        <source>银行卡号</source>
        <translation>Bank card</translation>
    </message>
    <message>
        <source>我的信息</source>
        <translation>My own details</translation>
    </message>
    <message>
        <source>登记您本人的号码，以后只有它们的时候不再问您。号码不保存，只留下一个认得出它的记号，不出这台电脑。</source>
        <translation>Register your own numbers, and you are not asked again where only they appear. No number is kept, only a sign to know it by, on this computer.</translation>
    </message>
    <message>
        <source>哪一种号码</source>
        <translation>Kind of number</translation>
    </message>
    <message>
        <source>号码</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>您本人的号码</source>
        <translation>Your own number</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>同时有别人的号码，或带密级标志，照样提醒。家人的号码请不要登记。</source>
        <translation>Beside numbers of others, or with a secrecy mark, you are asked as before. Please do not register your family&apos;s.</translation>
    </message>
    <message>
        <source>还没有登记。</source>
        <translation>Nothing is registered yet.</translation>
    </message>
    <message>
        <source>删去</source>
        <translation>Forget</translation>
    </message>
    <message>
        <source>删去登记的{kind}</source>
        <translation>Forget the registered {kind}</translation>
    </message>
    <message>
        <source>{date}登记</source>
        <translation>registered: {date}</translation>
    </message>
    <message>
        <source>我的信息…</source>
        <translation>My own details…</translation>
    </message>
    <message>
        <source>按单位设定只记录、不留存，内容在原来的位置。</source>
        <translation>Your unit records only and keeps nothing; the content is where it was.</translation>
    </message>
    <message>
        <source>没有读出可以显示的内容。原件还在，可以取回。</source>
        <translation>Nothing in it could be read. The original is here and can be taken back.</translation>
    </message>
    <message>
        <source>正在打码，并重新核对…</source>
        <translation>Masking, and checking again…</translation>
    </message>
    <message>
        <source>这张图片显示不出来。原件还在，可以取回。</source>
        <translation>This picture cannot be shown. The original is here and can be taken back.</translation>
    </message>
    <message>
        <source>打码版已重新核对，可以复制；只是这里显示不出来。</source>
        <translation>The masked copy was checked again and can be copied; it just cannot be shown here.</translation>
    </message>
    <message>
        <source>正在取请求码…</source>
        <translation>Fetching the request code…</translation>
    </message>
    <message>
        <source>请把请求码念给保密办：{request}。授权码 {until} 以前有效。</source>
        <translation>Please read this request code out to the secrecy office: {request}. Codes for it count until {until}.</translation>
    </message>
    <message>
        <source>最近的问题</source>
        <translation>Latest trouble</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>View</translation>
    </message>
    <message>
        <source>立即更新</source>
        <translation>Update now</translation>
    </message>
    <message>
        <source>打开以来没有</source>
        <translation>None since it was opened</translation>
    </message>
    <message>
        <source>正在更新规则…</source>
        <translation>Updating the rules…</translation>
    </message>
    <message>
        <source>本月统计…</source>
        <translation>This month…</translation>
    </message>
    <message>
        <source>处理方式</source>
        <translation>Treatment</translation>
    </message>
    <message>
        <source>每台电脑按同一种方式，谁发都一样</source>
        <translation>every computer treats everyone alike</translation>
    </message>
    <message>
        <source>占位文字</source>
        <translation>Stand-in</translation>
    </message>
    <message>
        <source>什么也不粘贴</source>
        <translation>Nothing is pasted</translation>
    </message>
    <message>
        <source>它可能被发到群里，要保证无害</source>
        <translation>it may be posted to a group and must be harmless</translation>
    </message>
    <message>
        <source>国家秘密</source>
        <translation>State secrets</translation>
    </message>
    <message>
        <source>不能放行，也不给打码版</source>
        <translation>Never let go, no masked copy</translation>
    </message>
    <message>
        <source>去掉密级再发，是擅自脱密</source>
        <translation>sending it without its mark would be declassifying it</translation>
    </message>
    <message>
        <source>个人信息</source>
        <translation>Personal data</translation>
    </message>
    <message>
        <source>放行要留下原因，以后说得清</source>
        <translation>a reason explains it later</translation>
    </message>
    <message>
        <source>留存</source>
        <translation>Keeping</translation>
    </message>
    <message>
        <source>留多久、留不留，要合保密规定</source>
        <translation>secrecy rules decide what is kept and for how long</translation>
    </message>
    <message>
        <source>一次最多 {minutes} 分钟</source>
        <translation>At most {minutes} minutes at a time</translation>
    </message>
    <message>
        <source>不能暂停</source>
        <translation>Not possible</translation>
    </message>
    <message>
        <source>暂停时没有人替您看着</source>
        <translation>nobody looks out for you during a pause</translation>
    </message>
    <message>
        <source>只记录，不拦也不问</source>
        <translation>Only recorded; nothing is held or asked</translation>
    </message>
    <message>
        <source>提醒，由您决定发不发</source>
        <translation>You are asked, and you decide</translation>
    </message>
    <message>
        <source>按规则拦下或提醒</source>
        <translation>Held or asked about, as the rules say</translation>
    </message>
    <message>
        <source>拦下后{how}</source>
        <translation>When held: {how}</translation>
    </message>
    <message>
        <source>{how}；可以发打码版</source>
        <translation>{how}; a masked copy may be sent</translation>
    </message>
    <message>
        <source>不留内容，只有记录</source>
        <translation>Nothing is kept but the record</translation>
    </message>
    <message>
        <source>加密暂存 {days} 天</source>
        <translation>Encrypted, for {days} days</translation>
    </message>
    <message>
        <source>不能放行</source>
        <translation>not to be let go</translation>
    </message>
    <message>
        <source>要有授权码才放行</source>
        <translation>needs an authorisation code</translation>
    </message>
    <message>
        <source>写明原因可以放行</source>
        <translation>let go with a reason</translation>
    </message>
    <message>
        <source>填批准人可以放行</source>
        <translation>let go with an approver</translation>
    </message>
    <message>
        <source>是本人或家人的可以放行</source>
        <translation>let go when it is your own or your family&apos;s</translation>
    </message>
    <message>
        <source>可以自己放行</source>
        <translation>you may let it go</translation>
    </message>
    <message>
        <source>设置 — 密哨</source>
        <translation>Settings — MiShao</translation>
    </message>
    <message>
        <source>开机时启动</source>
        <translation>Start when I log in</translation>
    </message>
    <message>
        <source>也按聊天软件对待的程序</source>
        <translation>Also treated as chat programs</translation>
    </message>
    <message>
        <source>也看着的截图文件夹</source>
        <translation>Screenshot folders also watched</translation>
    </message>
    <message>
        <source>添加…</source>
        <translation>Add…</translation>
    </message>
    <message>
        <source>移除</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>由单位设定：每次登录都启动</source>
        <translation>Set by your unit: starts at each login</translation>
    </message>
    <message>
        <source>您可以设定的</source>
        <translation>Yours to set</translation>
    </message>
    <message>
        <source>由单位设定的</source>
        <translation>Set by your unit</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>写程序名，用逗号隔开，例如：zoom, linphone。这里只能加严，不能放宽。</source>
        <translation>Names of programs, with commas between them, such as zoom, linphone. This can only make it stricter.</translation>
    </message>
    <message>
        <source>选文件夹</source>
        <translation>Choose a folder</translation>
    </message>
    <message>
        <source>已保存。</source>
        <translation>Saved.</translation>
    </message>
    <message>
        <source>没有存成：{why}。</source>
        <translation>Not saved: {why}.</translation>
    </message>
    <message>
        <source>更改设置</source>
        <translation>Settings changed</translation>
    </message>
    <message>
        <source>已保存，正在按新的设置重新开始。</source>
        <translation>Saved. Starting again with the new settings.</translation>
    </message>
    <message>
        <source>已保存，下次启动时生效。</source>
        <translation>Saved. It takes effect at the next start.</translation>
    </message>
    <message>
        <source>由单位设定：{why}</source>
        <translation>Set by your unit: {why}</translation>
    </message>
    <message>
        <source>已锁定</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>关于</source>
        <translation>About</translation>
    </message>
    <message>
        <source>其他 {count} 条规则</source>
        <translation>{count} other rules</translation>
    </message>
    <message>
        <source>{name} {held} 次，放行 {released} 次</source>
        <translation>{name}: {held} held, {released} let go</translation>
    </message>
    <message>
        <source>没读出来的</source>
        <translation>Could not be read</translation>
    </message>
    <message>
        <source>本月统计 — 密哨</source>
        <translation>This month — MiShao</translation>
    </message>
    <message>
        <source>{month} 月</source>
        <translation>Month {month}</translation>
    </message>
    <message>
        <source>在数…</source>
        <translation>Counting…</translation>
    </message>
    <message>
        <source>按规则</source>
        <translation>By rule</translation>
    </message>
    <message>
        <source>斜线部分后来放行了</source>
        <translation>The hatched part was let go later</translation>
    </message>
    <message>
        <source>只给您自己看，不上传。</source>
        <translation>For you alone; it is not sent anywhere.</translation>
    </message>
    <message>
        <source>这个月还没有拦下过什么。</source>
        <translation>Nothing has been held this month.</translation>
    </message>
    <message>
        <source>拦下 {held} 次，其中 {kept} 次后来没有发出去，少了 {kept} 次后悔。</source>
        <translation>Held {held} times; {kept} of them were never sent: {kept} regrets fewer.</translation>
    </message>
    <message>
        <source>设置…</source>
        <translation>Settings…</translation>
    </message>
    <message>
        <source>“{words}”</source>
        <translation>&quot;{words}&quot;</translation>
    </message>
    <message>
        <source>{case}：{line}</source>
        <translation>{case}: {line}</translation>
    </message>
    <message>
        <source>{reason}：{added}</source>
        <translation>{reason}: {added}</translation>
    </message>
    <message>
        <source>{who}，{how}</source>
        <translation>{who}, {how}</translation>
    </message>
    <message>
        <source>从文件导入…</source>
        <translation>Import from a file…</translation>
    </message>
    <message>
        <source>导入规则文件，例如 U 盘上的 rules-update.zip</source>
        <translation>Import a file of rules, such as rules-update.zip on a stick</translation>
    </message>
    <message>
        <source>规则文件 (*.zip)</source>
        <translation>Files of rules (*.zip)</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>。</source>
        <translation>. </translation>
    </message>
    <message>
        <source>{state}：{name}，{words}</source>
        <translation>{state}: {name}, {words}</translation>
    </message>
    <message>
        <source>{name}：{what}</source>
        <translation>{name}: {what}</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>不对外公开的标注</source>
        <translation>A not-for-release mark</translation>
    </message>
    <message>
        <source>工作群的部署</source>
        <translation>Orders from a work group</translation>
    </message>
    <message>
        <source>还没定稿的内容</source>
        <translation>Unapproved text</translation>
    </message>
    <message>
        <source>这个文件夹里，这几份先别发：</source>
        <translation>Please do not send these from this folder yet:</translation>
    </message>
    <message>
        <source>选文件前看一眼，这几份先别发：</source>
        <translation>Before you choose: please do not send these yet:</translation>
    </message>
    <message>
        <source>不宜外传的内容</source>
        <translation>Content not to be passed on</translation>
    </message>
    <message>
        <source>屏幕上开着《{file}》，它带有{what}，请别截图或拍照发送。</source>
        <translation>{file} is open on the screen ({what}). Please do not send a screenshot or photo of it.</translation>
    </message>
    <message>
        <source>屏幕上开着《{file}》等 {count} 份文件，带有{what}，请别截图或拍照发送。</source>
        <translation>{file} and others, {count} files in all, are open on the screen ({what}). Please do not send screenshots or photos of them.</translation>
    </message>
</context>
</TS>
