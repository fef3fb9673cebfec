<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name></name>
    <message>
        <source>{heading} — 密哨</source>
        <translation>{heading} — MiShao</translation>
    </message>
    <message>
        <source>暂停</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>暂停时不核对新复制的内容；已经留下的仍然留着。到时自动恢复。</source>
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
        <source>只关闭托盘，密哨还在看守。停止看守后，复制的内容不再核对。</source>
        <translation>Closing the tray only: MiShao keeps guarding. After guarding stops, what you copy is not checked any more.</translation>
    </message>
    <message>
        <source>停止看守的原因</source>
        <translation>Reason to stop guarding</translation>
    </message>
    <message>
        <source>停止看守要写原因</source>
        <translation>A reason is needed to stop guarding</translation>
    </message>
    <message>
        <source>仅关闭托盘</source>
        <translation>Close tray only</translation>
    </message>
    <message>
        <source>停止看守</source>
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
        <translation>An inquiry report not yet approved was sent to a work group; a colleague carried it to a family group. Four people were disciplined.</translation>
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
        <translation>Case&#xa0;{number}</translation>
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
        <source>{why}。先替您留着，没有发出去。</source>
        <translation>{why}. It is kept for you and was not sent.</translation>
    </message>
    <message>
        <source>没有读出里面的文字，先替您留着。</source>
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
        <translation>More details</translation>
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
        <translation>Such as: Director Wang</translation>
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
        <source>未更新原因</source>
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
        <source>没有看守</source>
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
        <source>复制和截图都看着，没有留下什么。</source>
        <translation>Copies and screenshots are watched; nothing is held.</translation>
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
        <translation>{minutes} min to recall a message; at most {rest} left</translation>
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
        <translation>To be checked</translation>
    </message>
    <message>
        <source>还有 {count} 种</source>
        <translation>More kinds: {count}</translation>
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
        <source>先别发，这份可能不宜外传</source>
        <translation>Hold on, this may not be fit to pass on</translation>
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
        <source>有 {count} 项先替您留着，都没有发出去</source>
        <translation>{count} items kept for you, none sent</translation>
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
        <translation>Ask first</translation>
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
        <source>正在看守</source>
        <translation>Guarding</translation>
    </message>
    <message>
        <source>已暂停</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>有地方要您看一下</source>
        <translation>Something needs a look</translation>
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
        <source>看不到的地方</source>
        <translation>What it does not see</translation>
    </message>
    <message>
        <source>手机拍照、微信里转发、直接打字，管不到；微信自带截图不一定拦得住。</source>
        <translation>Phone photos, forwarding inside WeChat and typing; WeChat&apos;s own screenshots are not always caught.</translation>
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
        <source>复制样例</source>
        <translation>Copy the sample</translation>
    </message>
    <message>
        <source>样例文件</source>
        <translation>Sample document</translation>
    </message>
    <message>
        <source>模拟的聊天框</source>
        <translation>Practice chat box</translation>
    </message>
    <message>
        <source>先点“复制样例”，再到右边的框里按 Ctrl+V。右边模拟微信。</source>
        <translation>Press &quot;Copy the sample&quot;, then Ctrl+V in the box on the right, which plays the part of WeChat.</translation>
    </message>
    <message>
        <source>同时会弹出提醒，告诉您是哪几个字、该怎么办。</source>
        <translation>A window tells you which words they were and what to do.</translation>
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
        <source>这不是样例。请先点“复制样例”。</source>
        <translation>Not the sample. Press &quot;Copy the sample&quot; first.</translation>
    </message>
    <message>
        <source>拦下了。粘贴出来的只是这句占位文字。</source>
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
        <translation>Nothing here that should stay behind.</translation>
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
        <source>涉及：{what}。</source>
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
        <source>正在看</source>
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
        <source>正在看…</source>
        <translation>Looking…</translation>
    </message>
    <message>
        <source>读完就告诉您。</source>
        <translation>You will be told when it is read.</translation>
    </message>
    <message>
        <source>没能查完</source>
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
        <source>长文字，{count:,} 字</source>
        <translation>Long text, {count:,} characters</translation>
    </message>
    <message>
        <source>也可以把文件、图片拖进来</source>
        <translation>Or drop them here</translation>
    </message>
    <message>
        <source>{count:,} 字</source>
        <translation>{count:,} characters</translation>
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
        <source>没能保存：{why}。请换一个文件夹。</source>
        <translation>Not saved: {why}. Please choose another folder.</translation>
    </message>
    <message>
        <source>凭证已保存：{name}</source>
        <translation>Receipt saved: {name}</translation>
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
        <translation>Search</translation>
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
        <translation>{name} · {count}</translation>
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
        <source>打码版 · 可能有漏，请再看一遍</source>
        <translation>Masked copy · something may be missed, please look it over</translation>
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
        <translation>{kind} · for you only</translation>
    </message>
    <message>
        <source>这里挡不住截屏</source>
        <translation>not protected from screenshots</translation>
    </message>
    <message>
        <source>已销毁 {count} 项。</source>
        <translation>Destroyed: {count}.</translation>
    </message>
    <message>
        <source>身份证号</source>
        <translation>ID numbers</translation>
    </message>
    <message>
        <source>手机号</source>
        <translation>Mobile number</translation>
    </message>
    <message>
        <source>银行卡号</source>
        <translation>bank cards</translation>
    </message>
    <message>
        <source>我的信息</source>
        <translation>My own details</translation>
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
        <translation>Please read this request code out to the secrecy office: {request}. A code for it is valid until {until}.</translation>
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
        <source>启动以来没有问题</source>
        <translation>None since it was started</translation>
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
        <source>也当作聊天软件的程序</source>
        <translation>Also treated as chat programs</translation>
    </message>
    <message>
        <source>另外看守的截图文件夹</source>
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
        <source>写程序名，用逗号隔开，例如：skype, linphone。这里只能加严，不能放宽。</source>
        <translation>Names of programs, with commas between them, such as skype, linphone. This can only make it stricter.</translation>
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
        <source>没能保存：{why}。</source>
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
        <translation>{month}</translation>
    </message>
    <message>
        <source>正在统计…</source>
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
        <source>拦下 {held} 次，其中 {kept} 次后来也没有发出去。</source>
        <translation>Held: {held}; {kept} of them were never sent.</translation>
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
        <source>这个文件夹里有先别发的：</source>
        <translation>In this folder, better not sent:</translation>
    </message>
    <message>
        <source>选文件前看一眼，有先别发的：</source>
        <translation>Before you choose, better not sent:</translation>
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
        <translation>{count} files, {file} among them, are open on the screen ({what}). Please do not send screenshots or photos of them.</translation>
    </message>
    <message>
        <source>{name} 已经存在，没有覆盖。请换一个文件名。</source>
        <translation>{name} exists already and was not overwritten. Please choose another file name.</translation>
    </message>
    <message>
        <source>拦截</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>先别发，这份文件正在布控</source>
        <translation>Do not send this: the document is under alert</translation>
    </message>
    <message>
        <source>内容和一份不得外传的文件相同，刚才没有粘贴出去。</source>
        <translation>The content is that of a document that must not leave; it was not pasted.</translation>
    </message>
    <message>
        <source>请不要转发，也不要自行删除，联系保密办。</source>
        <translation>Please neither forward nor delete it; contact the secrecy office.</translation>
    </message>
    <message>
        <source>紧急布控</source>
        <translation>Alert</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>性质</source>
        <translation>Nature</translation>
    </message>
    <message>
        <source>依据</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>类似案例</source>
        <translation>Similar case</translation>
    </message>
    <message>
        <source>告诉用户</source>
        <translation>Tell the user</translation>
    </message>
    <message>
        <source>出现</source>
        <translation>Appears</translation>
    </message>
    <message>
        <source>并且附近有</source>
        <translation>And near it</translation>
    </message>
    <message>
        <source>例外</source>
        <translation>Exceptions</translation>
    </message>
    <message>
        <source>已发布清单</source>
        <translation>Published texts</translation>
    </message>
    <message>
        <source>没有</source>
        <translation>None</translation>
    </message>
    <message>
        <source>标注密级的文件</source>
        <translation>secrecy mark</translation>
    </message>
    <message>
        <source>明确标注密级的文件</source>
        <translation>documents that carry a secrecy mark</translation>
    </message>
    <message>
        <source>内容上有密级标志。带密级的文件不能走微信、QQ，也不能走互联网邮箱和网盘。</source>
        <translation>The content carries a secrecy mark. Classified documents may not go by WeChat or QQ, nor by internet mail or cloud drives.</translation>
    </message>
    <message>
        <source>标注不予公开或工作秘密的文件</source>
        <translation>marked as not public</translation>
    </message>
    <message>
        <source>明确标注不予公开的文件</source>
        <translation>documents marked as not public</translation>
    </message>
    <message>
        <source>这份文件标注了不公开</source>
        <translation>This document is marked as not public</translation>
    </message>
    <message>
        <source>文件上标着不予公开或内部。这类文件只在工作范围内用，发到微信、QQ 就收不回来了。</source>
        <translation>The document says that it is not public or internal. Such documents are for work alone; once in WeChat or QQ they cannot be taken back.</translation>
    </message>
    <message>
        <source>需要给同事，请用单位内部的办公系统；确需外发，请先经办公室同意。</source>
        <translation>For a colleague, use the office system of your unit; to send it out, ask your office first.</translation>
    </message>
    <message>
        <source>领导批示和指示</source>
        <translation>instructions of superiors</translation>
    </message>
    <message>
        <source>领导指示批示</source>
        <translation>instructions and written remarks of superiors</translation>
    </message>
    <message>
        <source>这里有领导的批示</source>
        <translation>This has an instruction of a superior</translation>
    </message>
    <message>
        <source>批示、指示的原文只在办文范围内传达，截图或转述到群里容易走样，也会扩散。</source>
        <translation>The wording of instructions stays with those who deal with the document. A screenshot or retelling in a group is easily distorted and spreads.</translation>
    </message>
    <message>
        <source>需要落实的，请按办文流程转办；只说要做的事，不带批示原话。</source>
        <translation>To have it done, pass it on through the document system; say what is to be done, without the instruction&apos;s own words.</translation>
    </message>
    <message>
        <source>工作群里部署安排的聊天记录</source>
        <translation>work group chat</translation>
    </message>
    <message>
        <source>工作群中有关部署安排的聊天记录</source>
        <translation>chats of work groups about arrangements</translation>
    </message>
    <message>
        <source>这是工作群里的聊天记录</source>
        <translation>This is the chat of a work group</translation>
    </message>
    <message>
        <source>里面有部署安排和同事的名字。工作群的话转到别的群，常被当成正式通知传开。</source>
        <translation>It has arrangements and the names of colleagues. What is said in a work group is often taken for an official notice in another.</translation>
    </message>
    <message>
        <source>只需要告诉对方做什么的，请自己写一句；要留痕的，请发去掉姓名的版本。</source>
        <translation>To tell somebody what to do, write a sentence of your own; where a record is needed, send the version without names.</translation>
    </message>
    <message>
        <source>患者、流调、排查等他人敏感信息</source>
        <translation>sensitive data of others</translation>
    </message>
    <message>
        <source>疫情防控中获取的患者个人信息、流调信息等涉及公众隐私的文件</source>
        <translation>patients&apos; data, contact tracing and other private data</translation>
    </message>
    <message>
        <source>这里有他人的敏感信息</source>
        <translation>This has sensitive data of others</translation>
    </message>
    <message>
        <source>别人的信息已经标出。传出去会给当事人带来麻烦。</source>
        <translation>Other people&apos;s data is marked here. If it spreads, they are the ones who suffer.</translation>
    </message>
    <message>
        <source>可以发打码版；本人或家人的、工作需要的，写明原因再发。</source>
        <translation>The masked copy may be sent; if it is your own or your family&apos;s, or work really needs it, say why and send.</translation>
    </message>
    <message>
        <source>未经批准的过程稿、交办单和调查报告</source>
        <translation>draft without approval</translation>
    </message>
    <message>
        <source>未公开的工作文件（讨论稿、交办单、调查报告）</source>
        <translation>work documents that are not public (drafts, task sheets, reports)</translation>
    </message>
    <message>
        <source>这份还没定稿，已经批准发了吗？</source>
        <translation>This is no final version: has sending it been approved?</translation>
    </message>
    <message>
        <source>讨论稿、交办单、没核定的报告，没批准就传开，容易被当成正式决定（类似案例一、三、六）。</source>
        <translation>Drafts, task sheets and unchecked reports that spread without approval are easily taken for decisions (similar cases 1, 3 and 6).</translation>
    </message>
    <message>
        <source>先不发，等正式文件；已经批准的，请填批准人。公开征求意见的，请从单位网站转发。</source>
        <translation>Wait for the final document; if it was approved, name who approved it. What is open for comments, forward from the website of your unit.</translation>
    </message>
    <message>
        <source>未经证实的突发消息</source>
        <translation>unconfirmed news</translation>
    </message>
    <message>
        <source>这条消息还没看到官方来源</source>
        <translation>No official source of this message was seen yet</translation>
    </message>
    <message>
        <source>里面说到疫情、灾情或停业，但没有发布单位。传错了，会让人慌，自己也要担责任（类似案例八、九）。</source>
        <translation>It speaks of an epidemic, a disaster or closures and names no source. If it is wrong, it frightens people and you answer for it (similar cases 8 and 9).</translation>
    </message>
    <message>
        <source>先问一下当地的卫健、应急部门，或等官方公众号发布，再发也不迟。</source>
        <translation>Ask the local health or emergency office, or wait for the official account; sending it later is early enough.</translation>
    </message>
    <message>
        <source>单个证件号、银行卡号、就诊号</source>
        <translation>ID, card or patient number</translation>
    </message>
    <message>
        <source>这里有一个证件号或就诊号</source>
        <translation>This has an ID or patient number</translation>
    </message>
    <message>
        <source>身份证号、银行卡号、就诊号发出去就收不回来，容易被人冒用。</source>
        <translation>ID, bank card and patient numbers cannot be taken back once sent and are easily misused.</translation>
    </message>
    <message>
        <source>是本人或家人的，确认后就能发，同样的内容今天不再问；是别人的，请发打码版。</source>
        <translation>If it is your own or your family&apos;s, confirm and send it; the same content is not asked about again today. If it is somebody else&apos;s, send the masked copy.</translation>
    </message>
    <message>
        <source>姓名和电话</source>
        <translation>names and phone numbers</translation>
    </message>
    <message>
        <source>这里有二十多个人的姓名和电话</source>
        <translation>This has names and phone numbers of over twenty people</translation>
    </message>
    <message>
        <source>是一份较长的通讯名单。发给不相干的群，名单上的人会接到骚扰电话。</source>
        <translation>It is a long list of contacts. In a group that it does not concern, those on it will get nuisance calls.</translation>
    </message>
    <message>
        <source>只发对方用得着的那几个人；确实要发全，确认后就能发。</source>
        <translation>Send only the few that are needed; to send all of it, confirm first.</translation>
    </message>
    <message>
        <source>未公开的执法行动</source>
        <translation>an enforcement action that is not public</translation>
    </message>
    <message>
        <source>执法行动</source>
        <translation>enforcement actions</translation>
    </message>
    <message>
        <source>这里有还没公开的行动安排</source>
        <translation>This has plans of an action that are not public</translation>
    </message>
    <message>
        <source>有抓捕、突击检查这类行动的时间、地点或对象。走漏出去，行动就落空了，也危及同事安全。</source>
        <translation>It has time, place or target of an arrest, raid or the like. If it leaks, the action fails and colleagues are in danger.</translation>
    </message>
    <message>
        <source>请用公安网、政务外网或当面布置；行动结束、已经对外发布的，可申请放行。</source>
        <translation>Use the police or government network or say it in person; once the action is over and public, ask for it to be let go.</translation>
    </message>
    <message>
        <source>标底和评标信息</source>
        <translation>base price and evaluation of a tender</translation>
    </message>
    <message>
        <source>招标投标</source>
        <translation>tenders</translation>
    </message>
    <message>
        <source>这里有标底或评标信息</source>
        <translation>This has the base price or evaluation of a tender</translation>
    </message>
    <message>
        <source>标底、评标专家名单和打分情况在公布之前要保密，传出去会让招标作废。</source>
        <translation>Base price, experts and scores are secret until published; if they spread, the tender is void.</translation>
    </message>
    <message>
        <source>请用招标系统或专人传递；已经公告的，请转发公告网页。</source>
        <translation>Use the tender system or a messenger; what was announced, forward as the web page.</translation>
    </message>
    <message>
        <source>未启用的试题和答案</source>
        <translation>exam papers and answers not yet in use</translation>
    </message>
    <message>
        <source>考试命题</source>
        <translation>setting of exams</translation>
    </message>
    <message>
        <source>这里有还没启用的试题</source>
        <translation>This has exam questions that are not yet in use</translation>
    </message>
    <message>
        <source>试题、答案和评分标准在考试之前要保密，传出去考试就得重来。</source>
        <translation>Questions, answers and marking are secret before the exam; if they spread, it must be held again.</translation>
    </message>
    <message>
        <source>请按试卷交接办法专人传递；考试已经结束的，可申请放行。</source>
        <translation>Hand papers over by messenger as prescribed; once the exam is over, ask for it to be let go.</translation>
    </message>
    <message>
        <source>系统的账号口令</source>
        <translation>accounts and passwords of systems</translation>
    </message>
    <message>
        <source>账号口令</source>
        <translation>accounts and passwords</translation>
    </message>
    <message>
        <source>这里有系统的密码</source>
        <translation>This has the password of a system</translation>
    </message>
    <message>
        <source>业务系统、服务器的账号和密码写在聊天里，谁拿到都能登录。</source>
        <translation>With accounts and passwords of systems and servers in a chat, whoever gets hold of them can log in.</translation>
    </message>
    <message>
        <source>请打电话或当面告知，用后就改；已经发出的，请立即修改密码。</source>
        <translation>Tell them by phone or in person and change them after use; what was sent already, change at once.</translation>
    </message>
    <message>
        <source>举报人、信访人身份</source>
        <translation>identity of informants and petitioners</translation>
    </message>
    <message>
        <source>举报信访</source>
        <translation>reports and petitions</translation>
    </message>
    <message>
        <source>这里有举报人或信访人的身份</source>
        <translation>This has the identity of an informant or petitioner</translation>
    </message>
    <message>
        <source>举报人、信访人的姓名和联系方式不能透露，传出去会招来打击报复。</source>
        <translation>Names and contacts of informants and petitioners must not be revealed; it invites retaliation.</translation>
    </message>
    <message>
        <source>请走信访系统或专人办理；只需说明事项的，请去掉姓名、电话和住址。</source>
        <translation>Use the petition system or a messenger; where only the matter counts, leave out name, phone and address.</translation>
    </message>
    <message>
        <source>未公示的人事安排</source>
        <translation>appointments that are not public yet</translation>
    </message>
    <message>
        <source>干部人事</source>
        <translation>appointments</translation>
    </message>
    <message>
        <source>这里有还没公示的人事安排</source>
        <translation>This has appointments that are not public yet</translation>
    </message>
    <message>
        <source>干部酝酿、考察和拟任名单在公示之前要保密，提前传开会影响本人和组织。</source>
        <translation>Who is considered, assessed or proposed is secret until published; spreading it early harms them and the organisation.</translation>
    </message>
    <message>
        <source>请由组织人事部门专人传递；已经公示的，请转发公示网页。</source>
        <translation>Leave it to a messenger of the personnel department; what was published, forward as the web page.</translation>
    </message>
    <message>
        <source>只发给指定单位的函电</source>
        <translation>letter for named units</translation>
    </message>
    <message>
        <source>只在指定单位之间往来的函、通知、电报</source>
        <translation>letters, notices and telegrams between named units</translation>
    </message>
    <message>
        <source>这份函电写明了发给谁</source>
        <translation>This letter says whom it is for</translation>
    </message>
    <message>
        <source>明电、协查函、线索函只发给写明的单位，转到别的群就超出了知悉范围（类似案例七）。</source>
        <translation>Telegrams and letters of inquiry go only to the units they name; in another group they leave the circle of those who may know (similar case 7).</translation>
    </message>
    <message>
        <source>需要转给办理单位的，请走办文系统或机要；确实可以外发的，确认后就能发。</source>
        <translation>To pass it to the unit in charge, use the document system or classified mail; if it really may go out, confirm first.</translation>
    </message>
    <message>
        <source>学生心理和重点关注名单</source>
        <translation>lists of pupils&apos; mental health and special care</translation>
    </message>
    <message>
        <source>未成年人信息</source>
        <translation>data of minors</translation>
    </message>
    <message>
        <source>这里有学生的心理或关注信息</source>
        <translation>This has pupils&apos; mental health or care data</translation>
    </message>
    <message>
        <source>名字传出去，对孩子是二次伤害。</source>
        <translation>If the names spread, the children are hurt a second time.</translation>
    </message>
    <message>
        <source>请只和当事班主任、家长单独沟通，不发到群里。</source>
        <translation>Speak to the teacher and parents concerned alone; do not send it to a group.</translation>
    </message>
    <message>
        <source>资助和家庭困难名单</source>
        <translation>lists of aid and families in need</translation>
    </message>
    <message>
        <source>这里有资助学生的敏感信息</source>
        <translation>This has sensitive data of pupils who receive aid</translation>
    </message>
    <message>
        <source>家庭困难、身份证号不宜在群里公开。</source>
        <translation>Hardship and ID numbers do not belong in a group.</translation>
    </message>
    <message>
        <source>对外公示的只写姓名和等次；其余请走资助系统。</source>
        <translation>What is published has name and grade alone; for the rest use the aid system.</translation>
    </message>
    <message>
        <source>未公布的成绩和录取</source>
        <translation>results and admissions that are not published</translation>
    </message>
    <message>
        <source>考试招生</source>
        <translation>exams and admissions</translation>
    </message>
    <message>
        <source>这里有没公布的成绩或学生名次</source>
        <translation>This has results or rankings that are not published</translation>
    </message>
    <message>
        <source>成绩、名次在公布前要保密；名次表也不应在群里公开。</source>
        <translation>Results and rankings are secret until published, and rankings do not belong in a group at all.</translation>
    </message>
    <message>
        <source>请通过查询系统或单独告知家长。</source>
        <translation>Tell the parents through the query system or alone.</translation>
    </message>
    <message>
        <source>命题、阅卷、试卷押运安排</source>
        <translation>setting, marking and escort of exam papers</translation>
    </message>
    <message>
        <source>这里有考务安排</source>
        <translation>This has arrangements of an exam</translation>
    </message>
    <message>
        <source>命题、阅卷人员和试卷押运的安排要保密。</source>
        <translation>Who sets and marks papers, and how they are escorted, is secret.</translation>
    </message>
    <message>
        <source>请用考务专用渠道传达。</source>
        <translation>Use the channel for exam matters.</translation>
    </message>
    <message>
        <source>标注商业秘密的文件</source>
        <translation>document marked as a trade secret</translation>
    </message>
    <message>
        <source>企业商业秘密</source>
        <translation>trade secrets</translation>
    </message>
    <message>
        <source>这份标着公司的商业秘密</source>
        <translation>This is marked as a trade secret of the company</translation>
    </message>
    <message>
        <source>文件上有商业秘密标注，发到聊天软件里就很难收回。</source>
        <translation>The document is marked as a trade secret; once in a chat program it is hard to take back.</translation>
    </message>
    <message>
        <source>请用公司内部系统传递；确需对外提供的，先办审批、签保密协议。</source>
        <translation>Use the company&apos;s own system; to give it out, get approval and an agreement first.</translation>
    </message>
    <message>
        <source>报价底线和成本</source>
        <translation>price floor and costs</translation>
    </message>
    <message>
        <source>这里有报价底线或成本</source>
        <translation>This has a price floor or costs</translation>
    </message>
    <message>
        <source>底价、成本、毛利传出去，谈判就没有余地了。</source>
        <translation>If floor, costs or margin spread, there is nothing left to bargain with.</translation>
    </message>
    <message>
        <source>请当面或用内部系统沟通；给客户的请发正式报价单。</source>
        <translation>Say it in person or in the company&apos;s system; for a customer send the official quotation.</translation>
    </message>
    <message>
        <source>客户和供应商名单</source>
        <translation>lists of customers and suppliers</translation>
    </message>
    <message>
        <source>这里有客户或供应商名单</source>
        <translation>This has a list of customers or suppliers</translation>
    </message>
    <message>
        <source>名单里有联系人和电话，属于经营信息。</source>
        <translation>The list has contacts and phone numbers and is business information.</translation>
    </message>
    <message>
        <source>只发对方用得着的那一家；要发全的，确认后就能发。</source>
        <translation>Send only the one that is needed; to send all of it, confirm first.</translation>
    </message>
    <message>
        <source>未披露的财务和并购信息</source>
        <translation>finance and mergers not yet disclosed</translation>
    </message>
    <message>
        <source>这里有还没披露的财务信息</source>
        <translation>This has financial data that is not disclosed yet</translation>
    </message>
    <message>
        <source>业绩、并购在公告之前属于内幕信息，传出去可能违法。</source>
        <translation>Results and mergers are inside information until announced; spreading them may break the law.</translation>
    </message>
    <message>
        <source>请等公告后再发；工作需要的，请走内幕信息知情人登记。</source>
        <translation>Wait for the announcement; where work needs it, use the register of insiders.</translation>
    </message>
    <message>
        <source>配方、工艺和源代码</source>
        <translation>formulas, processes and source code</translation>
    </message>
    <message>
        <source>这里有公司的技术资料</source>
        <translation>This has technical material of the company</translation>
    </message>
    <message>
        <source>配方、工艺参数和源代码是公司的核心，传出去收不回来。</source>
        <translation>Formulas, process parameters and source code are the core of the company and cannot be taken back.</translation>
    </message>
    <message>
        <source>请用公司的研发系统传递；给协作单位的，先签保密协议并办审批。</source>
        <translation>Use the company&apos;s development system; for a partner, get an agreement and approval first.</translation>
    </message>
    <message>
        <source>公安信息系统查询结果</source>
        <translation>results of police systems</translation>
    </message>
    <message>
        <source>公民个人信息</source>
        <translation>citizens&apos; personal data</translation>
    </message>
    <message>
        <source>这里有公安系统查出来的个人信息</source>
        <translation>This has personal data from a police system</translation>
    </message>
    <message>
        <source>查询结果只能用于办案，发到聊天软件就成了泄露公民个人信息。</source>
        <translation>Results are for the case alone; in a chat program they become a leak of citizens&apos; data.</translation>
    </message>
    <message>
        <source>请在公安网内流转；协助外单位的，请走书面协查。</source>
        <translation>Keep them in the police network; to help another unit, use a written request.</translation>
    </message>
    <message>
        <source>侦查手段和专案材料</source>
        <translation>means of investigation and case files</translation>
    </message>
    <message>
        <source>案件办理</source>
        <translation>handling of cases</translation>
    </message>
    <message>
        <source>这里有侦查手段或专案材料</source>
        <translation>This has means of investigation or case files</translation>
    </message>
    <message>
        <source>侦查措施和专案进展传出去，嫌疑人可能逃跑、证据可能灭失。</source>
        <translation>If measures and progress spread, suspects may flee and evidence may vanish.</translation>
    </message>
    <message>
        <source>请在公安网内流转，或当面交接。</source>
        <translation>Keep it in the police network, or hand it over in person.</translation>
    </message>
    <message>
        <source>特情和线人</source>
        <translation>informants of the police</translation>
    </message>
    <message>
        <source>这里提到线人或特情</source>
        <translation>This speaks of an informant</translation>
    </message>
    <message>
        <source>特情身份泄露会危及人身安全。</source>
        <translation>A revealed informant is in danger.</translation>
    </message>
    <message>
        <source>请当面向办案领导报告，不在聊天软件里说。</source>
        <translation>Report to the head of the case in person, not in a chat program.</translation>
    </message>
    <message>
        <source>安保勤务和警力部署</source>
        <translation>security duty and deployment of police</translation>
    </message>
    <message>
        <source>勤务部署</source>
        <translation>deployment</translation>
    </message>
    <message>
        <source>这里有警力部署</source>
        <translation>This has the deployment of police</translation>
    </message>
    <message>
        <source>岗位和警力数量传出去，等于把防线告诉别人。</source>
        <translation>Posts and numbers tell others where the line is.</translation>
    </message>
    <message>
        <source>请用公安网或纸质传达。</source>
        <translation>Use the police network or paper.</translation>
    </message>
    <message>
        <source>草稿还读不出来，改好以后这里会列出改动。</source>
        <translation>The draft cannot be read yet; its changes are listed here once it can.</translation>
    </message>
    <message>
        <source>和打开时一样，没有改动。</source>
        <translation>It is as it was when opened; nothing has changed.</translation>
    </message>
    <message>
        <source>第 {line} 行：</source>
        <translation>Line {line}: </translation>
    </message>
    <message>
        <source>草稿</source>
        <translation>draft</translation>
    </message>
    <message>
        <source>打开时</source>
        <translation>when opened</translation>
    </message>
    <message>
        <source>加样例</source>
        <translation>Add example</translation>
    </message>
    <message>
        <source>加样例：{part}</source>
        <translation>Add example: {part}</translation>
    </message>
    <message>
        <source>正在检查</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>，差 {count} 个</source>
        <translation>, {count} failing</translation>
    </message>
    <message>
        <source>样例：{text}</source>
        <translation>Example: {text}</translation>
    </message>
    <message>
        <source>通过</source>
        <translation>Passes</translation>
    </message>
    <message>
        <source>样例的文字</source>
        <translation>Text of the example</translation>
    </message>
    <message>
        <source>粘贴一段文字，姓名和号码请用编的</source>
        <translation>Paste a text, with invented names and numbers</translation>
    </message>
    <message>
        <source>放进样例</source>
        <translation>Keep example</translation>
    </message>
    <message>
        <source>不改</source>
        <translation>Leave as it was</translation>
    </message>
    <message>
        <source>判据</source>
        <translation>Criterion</translation>
    </message>
    <message>
        <source>这一条的把握</source>
        <translation>Certainty of this one</translation>
    </message>
    <message>
        <source>把握{level}</source>
        <translation>Certainty: {level}</translation>
    </message>
    <message>
        <source>加一条</source>
        <translation>Add one</translation>
    </message>
    <message>
        <source>去掉这条</source>
        <translation>Remove this one</translation>
    </message>
    <message>
        <source>就</source>
        <translation>Then</translation>
    </message>
    <message>
        <source>删去这条规则</source>
        <translation>Remove this rule</translation>
    </message>
    <message>
        <source>至少几个</source>
        <translation>At least how many</translation>
    </message>
    <message>
        <source>多少字以内</source>
        <translation>Within how many characters</translation>
    </message>
    <message>
        <source>字以内</source>
        <translation>characters</translation>
    </message>
    <message>
        <source>至少</source>
        <translation>at least</translation>
    </message>
    <message>
        <source>个，在</source>
        <translation>within</translation>
    </message>
    <message>
        <source>告诉用户：{part}</source>
        <translation>Tell the user: {part}</translation>
    </message>
    <message>
        <source>第 {number} 条，共 {all} 条</source>
        <translation>{number} of {all}</translation>
    </message>
    <message>
        <source>还有 {count} 项写在 YAML 原文里</source>
        <translation>{count} more are in the YAML</translation>
    </message>
    <message>
        <source>还没有跑过。选一个文件夹，看看草稿会多拦、少拦哪些。</source>
        <translation>Not run yet. Choose a folder to see what more, or less, the draft would hold.</translation>
    </message>
    <message>
        <source>逐项看</source>
        <translation>Look at each</translation>
    </message>
    <message>
        <source>影响预览</source>
        <translation>Impact preview</translation>
    </message>
    <message>
        <source>正在用旧规则和草稿各跑一遍：{name}</source>
        <translation>Running the old rules and the draft over: {name}</translation>
    </message>
    <message>
        <source>，{count} 项没读出</source>
        <translation>, {count} not read</translation>
    </message>
    <message>
        <source>旧规则和草稿各跑一遍 {name}，{count} 项{unread}：</source>
        <translation>Old rules and draft over {name}, {count} items{unread}: </translation>
    </message>
    <message>
        <source>多拦 {count}</source>
        <translation>{count} more held</translation>
    </message>
    <message>
        <source>少拦 {count}</source>
        <translation>{count} fewer held</translation>
    </message>
    <message>
        <source>不变 {count}</source>
        <translation>{count} unchanged</translation>
    </message>
    <message>
        <source>影响预览，逐项 — 密哨</source>
        <translation>Impact preview, item by item — MiShao</translation>
    </message>
    <message>
        <source>多拦</source>
        <translation>More held</translation>
    </message>
    <message>
        <source>少拦</source>
        <translation>Fewer held</translation>
    </message>
    <message>
        <source>没读出  {name}</source>
        <translation>Not read  {name}</translation>
    </message>
    <message>
        <source>会变的项</source>
        <translation>Items that change</translation>
    </message>
    <message>
        <source>没有一项会变。</source>
        <translation>Nothing would change.</translation>
    </message>
    <message>
        <source>签名并发布 — 密哨</source>
        <translation>Sign and publish — MiShao</translation>
    </message>
    <message>
        <source>签名并发布</source>
        <translation>Sign and publish</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>发布目录</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>密钥 U 盘</source>
        <translation>Key stick</translation>
    </message>
    <message>
        <source>给谁</source>
        <translation>For whom</translation>
    </message>
    <message>
        <source>选目录…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>选目录</source>
        <translation>Choose a folder</translation>
    </message>
    <message>
        <source>先选发布目录，就是运行 mishao publish init 建立的那个目录。</source>
        <translation>First choose the publishing folder, the one that mishao publish init made.</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>密钥 {name} 的口令</source>
        <translation>Passphrase of the key {name}</translation>
    </message>
    <message>
        <source>正在签名…</source>
        <translation>Signing…</translation>
    </message>
    <message>
        <source>找规则</source>
        <translation>Find a rule</translation>
    </message>
    <message>
        <source>＋ 新建规则</source>
        <translation>+ New rule</translation>
    </message>
    <message>
        <source>样例通过</source>
        <translation>Examples pass</translation>
    </message>
    <message>
        <source>{name} 不能读取：{why}。</source>
        <translation>{name} cannot be read: {why}.</translation>
    </message>
    <message>
        <source>要 {need} 把规则密钥，只找到 {found} 把。请插上保管人的 U 盘，选它的目录。</source>
        <translation>{need} rule keys are needed and {found} were found. Please plug in the keepers&apos; USB sticks and choose their folder.</translation>
    </message>
    <message>
        <source>没有发布：{name} {why}。</source>
        <translation>Not published: {name} {why}.</translation>
    </message>
    <message>
        <source>已签名发布第 {number} 号，{when}。请把 {folder} 同步到服务器或 U 盘。</source>
        <translation>Release {number} was signed at {when}. Please copy {folder} to the server or a USB stick.</translation>
    </message>
    <message>
        <source>YAML 原文</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>没有读出文字</source>
        <translation>No text could be read</translation>
    </message>
    <message>
        <source>选图片或文件…</source>
        <translation>Choose a picture or file…</translation>
    </message>
    <message>
        <source>试一段</source>
        <translation>Try a text</translation>
    </message>
    <message>
        <source>粘贴一段文字，或把文件拖进来</source>
        <translation>Paste a text, or drop a file here</translation>
    </message>
    <message>
        <source>正在读：{name}</source>
        <translation>Reading: {name}</translation>
    </message>
    <message>
        <source>选图片或文件</source>
        <translation>Choose a picture or file</translation>
    </message>
    <message>
        <source>草稿改好以后再判</source>
        <translation>Judged once the draft is mended</translation>
    </message>
    <message>
        <source>还没有文字</source>
        <translation>No text yet</translation>
    </message>
    <message>
        <source> · 把握{level}</source>
        <translation> · certainty: {level}</translation>
    </message>
    <message>
        <source>{time:.1f} 毫秒</source>
        <translation>{time:.1f} ms</translation>
    </message>
    <message>
        <source>规则工坊 — 密哨</source>
        <translation>Rule workshop — MiShao</translation>
    </message>
    <message>
        <source>接着上次没写完的草稿</source>
        <translation>Going on with the draft of last time</translation>
    </message>
    <message>
        <source>表单</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>改动</source>
        <translation>Changes</translation>
    </message>
    <message>
        <source>打开规则包…</source>
        <translation>Open a pack…</translation>
    </message>
    <message>
        <source>新建规则包…</source>
        <translation>New pack…</translation>
    </message>
    <message>
        <source>影响预览…</source>
        <translation>Preview impact…</translation>
    </message>
    <message>
        <source>保存草稿</source>
        <translation>Save draft</translation>
    </message>
    <message>
        <source>签名并发布…</source>
        <translation>Sign and publish…</translation>
    </message>
    <message>
        <source>用一个文件夹…</source>
        <translation>With a folder…</translation>
    </message>
    <message>
        <source>用本机拦下的内容</source>
        <translation>With what this computer holds</translation>
    </message>
    <message>
        <source>本机拦下的内容</source>
        <translation>what this computer holds</translation>
    </message>
    <message>
        <source>正在检查，稍后才能签名</source>
        <translation>Checking; it can be signed afterwards</translation>
    </message>
    <message>
        <source>样例全部通过，可以签名</source>
        <translation>All examples pass; it can be signed</translation>
    </message>
    <message>
        <source>{name} · 草稿 {version}（{file}）</source>
        <translation>{name} · draft {version} ({file})</translation>
    </message>
    <message>
        <source>用哪个文件夹</source>
        <translation>Which folder</translation>
    </message>
    <message>
        <source>草稿改好以后才能预览</source>
        <translation>There is a preview once the draft is mended</translation>
    </message>
    <message>
        <source>刚刚自动保存</source>
        <translation>Saved by itself just now</translation>
    </message>
    <message>
        <source>已保存到 {name}</source>
        <translation>Saved to {name}</translation>
    </message>
    <message>
        <source>草稿已保存；样例全部通过以后才写进规则包</source>
        <translation>The draft is saved; it becomes the pack once all examples pass</translation>
    </message>
    <message>
        <source>打开规则包</source>
        <translation>Open a pack</translation>
    </message>
    <message>
        <source>新建规则包</source>
        <translation>New pack</translation>
    </message>
    <message>
        <source>写一个词，回车</source>
        <translation>Write a word, then Enter</translation>
    </message>
    <message>
        <source>改：{word}</source>
        <translation>Change: {word}</translation>
    </message>
    <message>
        <source>加一个词：{field}</source>
        <translation>Add a word: {field}</translation>
    </message>
    <message>
        <source>已新增</source>
        <translation>Added</translation>
    </message>
    <message>
        <source>已删去</source>
        <translation>Removed</translation>
    </message>
    <message>
        <source>已修改</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>标题</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>一句话说这是什么</source>
        <translation>What this is, in one sentence</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>What it is</translation>
    </message>
    <message>
        <source>有什么</source>
        <translation>What is in it</translation>
    </message>
    <message>
        <source>办法</source>
        <translation>What to do</translation>
    </message>
    <message>
        <source>该怎么做</source>
        <translation>What to do instead</translation>
    </message>
    <message>
        <source>试点组</source>
        <translation>Pilot group</translation>
    </message>
    <message>
        <source>试点组和一成电脑</source>
        <translation>Pilot group and a tenth</translation>
    </message>
    <message>
        <source>全部电脑</source>
        <translation>All computers</translation>
    </message>
    <message>
        <source>截图</source>
        <translation>Screenshot</translation>
    </message>
    <message>
        <source>应当{action}</source>
        <translation>should say: {action}</translation>
    </message>
    <message>
        <source>{rule} {name}：“{text}”</source>
        <translation>{rule} {name}: &quot;{text}&quot;</translation>
    </message>
    <message>
        <source>语言 Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>跟随系统</source>
        <translation>As the system</translation>
    </message>
    <message>
        <source>不急，您慢慢看。</source>
        <translation>No hurry, take your time.</translation>
    </message>
    <message>
        <source>{seconds} 秒后收起，内容仍替您留着</source>
        <translation>Closes in {seconds} s; it stays kept for you</translation>
    </message>
    <message>
        <source>样例</source>
        <translation>Examples</translation>
    </message>
    <message>
        <source>误报豁免</source>
        <translation>Exempted texts</translation>
    </message>
    <message>
        <source>等保密办答复</source>
        <translation>Waiting for an answer</translation>
    </message>
    <message>
        <source>已采纳</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>没有采纳</source>
        <translation>Not accepted</translation>
    </message>
    <message>
        <source>已采纳，{date}的规则起不再提示</source>
        <translation>Accepted; the rules of {date} no longer ask</translation>
    </message>
    <message>
        <source>误报说明</source>
        <translation>Statement on a false alarm</translation>
    </message>
    <message>
        <source>存成一个文件，由您自己交给保密办。密哨不会替您发出去。</source>
        <translation>Saved as a file, which you hand to the secrecy office yourself. MiShao sends it nowhere.</translation>
    </message>
    <message>
        <source>正在取…</source>
        <translation>Fetching…</translation>
    </message>
    <message>
        <source>认得出的姓名、号码和住址已经遮住</source>
        <translation>Recognised names, numbers and addresses are hidden</translation>
    </message>
    <message>
        <source>我同意附上以上文字</source>
        <translation>I agree to add the words above</translation>
    </message>
    <message>
        <source>存成文件…</source>
        <translation>Save as a file…</translation>
    </message>
    <message>
        <source>密哨误报说明</source>
        <translation>MiShao: statement on a false alarm</translation>
    </message>
    <message>
        <source>反馈号：{number}</source>
        <translation>Feedback number: {number}</translation>
    </message>
    <message>
        <source>规则：{rule}</source>
        <translation>Rule: {rule}</translation>
    </message>
    <message>
        <source>时间：{when}</source>
        <translation>Time: {when}</translation>
    </message>
    <message>
        <source>附上的文字（本人同意，认得出的姓名、号码和住址已经遮住）：</source>
        <translation>Words attached (with consent; recognised names, numbers and addresses are hidden):</translation>
    </message>
    <message>
        <source>保存误报说明</source>
        <translation>Save the statement</translation>
    </message>
    <message>
        <source>误报说明 {number}.txt</source>
        <translation>False alarm {number}.txt</translation>
    </message>
    <message>
        <source>还没有反馈过。</source>
        <translation>Nothing has been reported yet.</translation>
    </message>
    <message>
        <source>更早的还有 {count} 条</source>
        <translation>Earlier ones: {count}</translation>
    </message>
    <message>
        <source>{number} · {rule} · {date}</source>
        <translation>{number} · {rule} · {date}</translation>
    </message>
    <message>
        <source>写说明…</source>
        <translation>Statement…</translation>
    </message>
    <message>
        <source>为反馈 {number} 写说明</source>
        <translation>Write a statement for feedback {number}</translation>
    </message>
    <message>
        <source>误报反馈：{answer}</source>
        <translation>False alarm: {answer}</translation>
    </message>
    <message>
        <source>误报反馈（{count} 条新答复）…</source>
        <translation>False alarms (new answers: {count})…</translation>
    </message>
    <message>
        <source>误报反馈…</source>
        <translation>False alarms…</translation>
    </message>
    <message>
        <source>我的误报反馈</source>
        <translation>My false alarms</translation>
    </message>
    <message>
        <source>您反馈的误报有答复了：{answer}</source>
        <translation>Your false alarm has been answered: {answer}</translation>
    </message>
    <message>
        <source>您反馈的误报有 {count} 条答复了，在菜单的“误报反馈”里。</source>
        <translation>Your false alarms were answered ({count}); see False alarms in the menu.</translation>
    </message>
    <message>
        <source>这个桌面没有看守</source>
        <translation>This desktop is not guarded</translation>
    </message>
    <message>
        <source>密哨正在您登录的另一个桌面上看守，这里复制的内容不核对。要在这里用，请先在那边退出密哨并停止看守，再在这里打开。</source>
        <translation>MiShao is guarding the other desktop you are logged in to; what is copied here is not checked. To use it here, leave MiShao there and stop guarding, then open it here.</translation>
    </message>
    <message>
        <source>拦下 {held} 次，后来都放行了。</source>
        <translation>Held: {held}. Let go later: {held}.</translation>
    </message>
    <message>
        <source>腾讯会议</source>
        <translation>Tencent Meeting</translation>
    </message>
    <message>
        <source>关闭，什么都不改</source>
        <translation>Close and change nothing</translation>
    </message>
    <message>
        <source>刚才要粘贴的内容先替您留着，没有发出去。关掉窗口、不理它，都不会丢；以后在“被拦截内容”里找。</source>
        <translation>What you were about to paste is kept for you; it was not sent. Close the window or leave it alone: nothing is lost, and you find it in &quot;Held items&quot; later.</translation>
    </message>
    <message>
        <source>选第几个按钮</source>
        <translation>Press that button</translation>
    </message>
    <message>
        <source>换到下一个按钮</source>
        <translation>Go to the next button</translation>
    </message>
    <message>
        <source>展开或收起依据</source>
        <translation>Show or hide the basis</translation>
    </message>
    <message>
        <source>不发送，先留着</source>
        <translation>Do not send, keep it</translation>
    </message>
    <message>
        <source>左边是留下的内容，右边是原件和打码版。打码版可以复制、导出；取回原件要写原因。</source>
        <translation>On the left is what was held, on the right the original and the masked copy. The copy can be copied and exported; to take the original back takes a reason.</translation>
    </message>
    <message>
        <source>换一项</source>
        <translation>Another item</translation>
    </message>
    <message>
        <source>查找</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>全选</source>
        <translation>Select all</translation>
    </message>
    <message>
        <source>切换视图</source>
        <translation>Another view</translation>
    </message>
    <message>
        <source>放大、缩小、看全图</source>
        <translation>Larger, smaller, whole picture</translation>
    </message>
    <message>
        <source>下一处、上一处</source>
        <translation>Next place, previous place</translation>
    </message>
    <message>
        <source>取消这一处打码</source>
        <translation>Take this mask off</translation>
    </message>
    <message>
        <source>销毁，会先问一次</source>
        <translation>Destroy; asks first</translation>
    </message>
    <message>
        <source>粘贴</source>
        <translation>Paste</translation>
    </message>
    <message>
        <source>这个月拦下多少次，后来放行多少次。只给您自己看，不上传。</source>
        <translation>How often something was held this month, and how often it was let go. For you alone; not uploaded.</translation>
    </message>
    <message>
        <source>三页说明看什么、什么不会传出去；第三页可以试一次，不会真的发出去。</source>
        <translation>Three pages on what is looked at and what never leaves; on the third you can try it, and nothing is really sent.</translation>
    </message>
    <message>
        <source>这个桌面没有通知区，密哨就在这个窗口里。点一项去看它；关窗口会先问怎么退出。</source>
        <translation>This desktop has no notification area, so MiShao is in this window. Click an item to look at it; closing asks how to leave.</translation>
    </message>
    <message>
        <source>退出，会先问一次</source>
        <translation>Leave; asks first</translation>
    </message>
    <message>
        <source>改一条规则，右边马上看到样例过没过。样例全部通过，才能签名并发布。</source>
        <translation>Change a rule and see at once on the right whether its examples pass. Only when all do can it be signed and published.</translation>
    </message>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>{title} · 帮助</source>
        <translation>{title} · Help</translation>
    </message>
    <message>
        <source>这里写着密哨在看守什么、哪里没有看守。要问管理员，就点“复制诊断信息”，里面没有您的内容。</source>
        <translation>What is guarded and what is not. To ask an administrator, press &quot;Copy diagnostics&quot;; no content is in it.</translation>
    </message>
    <message>
        <source>这些文件夹现在还没有，建好以后自动看守：{folders}</source>
        <translation>Not there yet; watched once they appear: {folders}</translation>
    </message>
    <message>
        <source>原文，将粘贴这一份</source>
        <translation>Original, to be pasted</translation>
    </message>
    <message>
        <source>原图，将粘贴这一份</source>
        <translation>Original, to be pasted</translation>
    </message>
    <message>
        <source>“发送打码版”将粘贴这一份</source>
        <translation>Masked copy, pasted if chosen</translation>
    </message>
    <message>
        <source>{laws} 等</source>
        <translation>{laws} and others</translation>
    </message>
    <message>
        <source>请留意</source>
        <translation>Please note</translation>
    </message>
    <message>
        <source>查的是您复制的那一份，它已经先替您留着；框里显示的是占位文字。</source>
        <translation>Checked is what you copied, which is kept for you; the words in the box replace it.</translation>
    </message>
    <message>
        <source>这一项刚才已经销毁了。</source>
        <translation>This item has just been destroyed.</translation>
    </message>
    <message>
        <source>这一项刚才已经放行了。</source>
        <translation>This item has just been let go.</translation>
    </message>
    <message>
        <source>销毁选中的 {selected} 项中的 {count} 项？</source>
        <translation>Destroy {count} of the {selected} selected items?</translation>
    </message>
    <message>
        <source>现在留着 {count} 项</source>
        <translation>{count} held now</translation>
    </message>
    <message>
        <source>这次启动以来看过 {judged} 次，{held}</source>
        <translation>{judged} checked since the start. {held}</translation>
    </message>
    <message>
        <source>先按 N 走到打了码的一处，再按 U。</source>
        <translation>Go to a masked place with N first, then press U.</translation>
    </message>
    <message>
        <source>这一项现在没有打码版。</source>
        <translation>This item has no masked copy now.</translation>
    </message>
    <message>
        <source>{time}，还没有解决</source>
        <translation>{time}, not solved yet</translation>
    </message>
    <message>
        <source>有的文件找不到了，可能改了名、移到了别处，或者已经删掉。请重新选一次文件。</source>
        <translation>A file that is gone may have been renamed, moved or deleted. Please choose the files again.</translation>
    </message>
    <message>
        <source>{program}正在读取文件。带密级的文件不能走微信、QQ，请取消发送，需要传阅请走机要渠道。</source>
        <translation>{program} is reading files. What bears a secrecy mark must not go through WeChat or QQ. Please cancel sending; pass it on by classified mail.</translation>
    </message>
    <message>
        <source>{program}正在读取文件。如果正要发送，请先取消。</source>
        <translation>{program} is reading files. If you were sending them, please cancel.</translation>
    </message>
    <message>
        <source>收到的文件里有带密级标志的</source>
        <translation>Files with a secrecy mark have arrived</translation>
    </message>
    <message>
        <source>先别发，这些文件里有带密级标志的</source>
        <translation>Hold on, some of these bear a secrecy mark</translation>
    </message>
    <message>
        <source>先别发，这些文件可能不宜外传</source>
        <translation>Hold on, these may not be fit to pass on</translation>
    </message>
    <message>
        <source>粘到聊天软件才拦，标了密级的粘到网页也拦；粘到 WPS 等办公软件照常。</source>
        <translation>Kept from chat programs, and what is marked secret from web pages; WPS and other office programs work as always.</translation>
    </message>
    <message>
        <source>先别发，这些内容之前拦下过</source>
        <translation>Not yet: this was held before</translation>
    </message>
    <message>
        <source>来自被拦下的文件</source>
        <translation>From a file that was held</translation>
    </message>
    <message>
        <source>这段来自被拦下过的文件（{time}）。去掉标志，或只复制一部分，内容还是那一份的，所以同样先留着。</source>
        <translation>These words are from what was held before ({time}). Without its mark, or in part, they still say the same, so they are held too.</translation>
    </message>
    <message>
        <source>浏览器里开着的网页各占一行。点一下，那一段名称就写进策略文件；签名发布以后每台电脑才生效。</source>
        <translation>Each page open in a browser has a line. One click writes the chosen part of its title into the policy file; it counts on the computers once that is signed and published.</translation>
    </message>
    <message>
        <source>聊天网页</source>
        <translation>chat page</translation>
    </message>
    <message>
        <source>互联网邮箱网页</source>
        <translation>webmail page</translation>
    </message>
    <message>
        <source>社交网页</source>
        <translation>social media page</translation>
    </message>
    <message>
        <source>AI 助手网页</source>
        <translation>AI assistant page</translation>
    </message>
    <message>
        <source>网上表单网页</source>
        <translation>online form page</translation>
    </message>
    <message>
        <source>在线转换网页</source>
        <translation>online converter page</translation>
    </message>
    <message>
        <source>在线翻译网页</source>
        <translation>online translation page</translation>
    </message>
    <message>
        <source>网盘网页</source>
        <translation>cloud drive page</translation>
    </message>
    <message>
        <source>在线文档网页</source>
        <translation>online document page</translation>
    </message>
    <message>
        <source>普通网页</source>
        <translation>ordinary page</translation>
    </message>
    <message>
        <source>{kind}：{name}</source>
        <translation>{kind}: {name}</translation>
    </message>
    <message>
        <source>网页 — 密哨</source>
        <translation>Pages — MiShao</translation>
    </message>
    <message>
        <source>站名</source>
        <translation>Name of the site</translation>
    </message>
    <message>
        <source>没开着的网页，写标题里站名的那一段</source>
        <translation>For a page that is not open: the part of its title that names the site</translation>
    </message>
    <message>
        <source>浏览器里的网页按标题认。照常：和普通网页一样；其余各种同聊天软件，该留着的粘贴不出去。写进 {name}，签名发布以后每台电脑才生效。</source>
        <translation>Pages are known by their titles. Ordinary: treated like any page. Every other kind: treated like chat, so what must be held is not pasted. Written into {name}; it counts once that is signed and published.</translation>
    </message>
    <message>
        <source>网页</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>重新看</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>在这台电脑上看不到窗口标题，请在下面写站名。</source>
        <translation>Titles cannot be seen on this computer. Type the name of the site below.</translation>
    </message>
    <message>
        <source>浏览器没有打开网页。打开要认的网页，再点“重新看”。</source>
        <translation>No page is open in a browser. Open the page, then choose &quot;Look again&quot;.</translation>
    </message>
    <message>
        <source>没有写入，照常</source>
        <translation>not listed, ordinary</translation>
    </message>
    <message>
        <source>按哪一段认：{title}</source>
        <translation>Part it is known by: {title}</translation>
    </message>
    <message>
        <source>照常</source>
        <translation>Ordinary</translation>
    </message>
    <message>
        <source>同聊天软件</source>
        <translation>Like chat</translation>
    </message>
    <message>
        <source>先写站名。</source>
        <translation>Type the name of the site first.</translation>
    </message>
    <message>
        <source>文件里已经是这样。{what}</source>
        <translation>The file already says so. {what}</translation>
    </message>
    <message>
        <source>策略</source>
        <translation>Policy</translation>
    </message>
    <message>
        <source>选策略文件</source>
        <translation>Choose the policy file</translation>
    </message>
    <message>
        <source>网页…</source>
        <translation>Pages…</translation>
    </message>
    <message>
        <source>拖动的内容</source>
        <translation>Dragged content</translation>
    </message>
    <message>
        <source>子文件夹太多，有 {count} 个没有看守</source>
        <translation>There are too many subfolders: {count} are not watched</translation>
    </message>
    <message>
        <source>一下子来了太多图片，有 {count} 张没有检查；复制或粘贴它们时照样会检查</source>
        <translation>Too many pictures came at once: {count} were not checked. They still are when copied and pasted</translation>
    </message>
    <message>
        <source>桌面、文档、图片和它们的子文件夹已经在看守，不用添加。</source>
        <translation>Desktop, documents, pictures and their subfolders are watched already and need not be added.</translation>
    </message>
    <message>
        <source>新到的图片带密级标志</source>
        <translation>A new picture has a secrecy mark</translation>
    </message>
    <message>
        <source>它还在原处。请不要发送，先不要自行删除，请联系保密办{office}。</source>
        <translation>It is still where it was put. Please do not send it, do not delete it yourself yet, and call the secrecy office{office}.</translation>
    </message>
    <message>
        <source>新到的图片可能不宜外传</source>
        <translation>A new picture may not be fit to send on</translation>
    </message>
    <message>
        <source>它还在原处，请先不要发给其他人。</source>
        <translation>It is still where it was put. Please do not send it to anybody for now.</translation>
    </message>
    <message>
        <source>桌面和文档里的图片</source>
        <translation>Pictures on the desktop and in documents</translation>
    </message>
    <message>
        <source>例外：{name}</source>
        <translation>Exception: {name}</translation>
    </message>
    <message>
        <source>读来像涉密内容</source>
        <translation>what reads like something classified</translation>
    </message>
    <message>
        <source>标注密级的文件和国家秘密事项</source>
        <translation>files with a secrecy mark and matters of state secrets</translation>
    </message>
    <message>
        <source>先别发，这像是涉密的内容</source>
        <translation>Do not send this yet: it looks classified</translation>
    </message>
    <message>
        <source>通篇读来，说的是涉密文件或涉密事项。标出的这几句分量最重。</source>
        <translation>Read as a whole, it speaks of a classified file or matter. The marked sentences weigh most.</translation>
    </message>
    <message>
        <source>需要传阅请走机要渠道。是公开报道或保密教育的，点“误报反馈”告诉保密办。</source>
        <translation>If it must be passed on, use the confidential courier. If it is a public report or taught in a course on secrecy, choose &quot;False alarm&quot; and tell the secrecy office.</translation>
    </message>
    <message>
        <source>读来像内部工作内容</source>
        <translation>what reads like internal work</translation>
    </message>
    <message>
        <source>不应公开的内部工作事项</source>
        <translation>internal work that is not to be made public</translation>
    </message>
    <message>
        <source>这像是单位内部的工作内容</source>
        <translation>This looks like internal work of the office</translation>
    </message>
    <message>
        <source>通篇读来，说的是还没有公开的工作。标出的这几句分量最重。</source>
        <translation>Read as a whole, it speaks of work that is not public yet. The marked sentences weigh most.</translation>
    </message>
    <message>
        <source>需要给同事，请用单位内部的办公系统；已经公开的，请从单位网站转发。</source>
        <translation>For a colleague, use the office&apos;s own system. If it is public already, forward it from the office&apos;s website.</translation>
    </message>
    <message>
        <source>读来像领导批示或指示</source>
        <translation>what reads like a leader&apos;s instruction</translation>
    </message>
    <message>
        <source>领导批示、指示的原话</source>
        <translation>what a leader instructed, in the leader&apos;s words</translation>
    </message>
    <message>
        <source>这像是领导的批示或指示</source>
        <translation>This looks like a leader&apos;s instruction</translation>
    </message>
    <message>
        <source>批示、指示只在办文范围内传达，转述出去容易走样，也会扩散。</source>
        <translation>Instructions are passed on only with the file they belong to; retold, they lose their shape and spread.</translation>
    </message>
    <message>
        <source>需要落实的，请按办文流程转办；只说要做的事，不带领导原话。</source>
        <translation>If it has to be carried out, pass it on with its file; say only what is to be done, without the leader&apos;s words.</translation>
    </message>
    <message>
        <source>读来像工作群的聊天记录</source>
        <translation>what reads like the chat of a work group</translation>
    </message>
    <message>
        <source>这像是工作群里的聊天记录</source>
        <translation>This looks like the chat of a work group</translation>
    </message>
    <message>
        <source>里面有部署安排。工作群的话转到别的群，常被当成正式通知传开。</source>
        <translation>It arranges work. What is forwarded to another group is often spread as if it were an official notice.</translation>
    </message>
    <message>
        <source>只需要告诉对方做什么的，请自己写一句。</source>
        <translation>If others only need to know what to do, write a sentence of your own.</translation>
    </message>
    <message>
        <source>读来像他人的个人信息</source>
        <translation>what reads like another person&apos;s data</translation>
    </message>
    <message>
        <source>工作中掌握的他人个人信息</source>
        <translation>other people&apos;s personal data, known from work</translation>
    </message>
    <message>
        <source>这里像有他人的个人信息</source>
        <translation>This seems to hold another person&apos;s data</translation>
    </message>
    <message>
        <source>说到了具体的人和他的私事、病情或联系方式。传出去会给当事人带来麻烦。</source>
        <translation>It speaks of a certain person and of private matters, an illness or how to reach them. Passed on, it causes them trouble.</translation>
    </message>
    <message>
        <source>是本人或家人的，确认后就能发；是别人的，请去掉姓名和号码再发。</source>
        <translation>If it is about you or your family, confirm and it is sent. If it is about others, take out names and numbers first.</translation>
    </message>
    <message>
        <source>读来像没有定稿的材料</source>
        <translation>what reads like something not final</translation>
    </message>
    <message>
        <source>未公开的工作文件（讨论稿、调查报告、未核定的数字）</source>
        <translation>work files that are not public (drafts, reports of inquiries, unchecked figures)</translation>
    </message>
    <message>
        <source>这份像是还没定稿，已经批准发了吗？</source>
        <translation>This seems not final yet. Was it approved to be sent?</translation>
    </message>
    <message>
        <source>没定稿的文件、没核定的数字传开，容易被当成正式决定。</source>
        <translation>Files that are not final and figures that were not checked are easily taken for official decisions when they spread.</translation>
    </message>
    <message>
        <source>先不发，等正式文件；已经批准的，请填批准人。</source>
        <translation>Do not send it yet; wait for the official file. If it was approved, enter who approved it.</translation>
    </message>
    <message>
        <source>读来像没有来源的消息</source>
        <translation>what reads like news without a source</translation>
    </message>
    <message>
        <source>未经证实的消息</source>
        <translation>news that nobody has confirmed</translation>
    </message>
    <message>
        <source>说的是听来的事，没有发布单位。传错了，会让人慌，自己也要担责任。</source>
        <translation>It tells what was heard, and names no office that published it. If it is wrong it alarms people, and whoever passed it on answers for it.</translation>
    </message>
    <message>
        <source>先问一下有关部门，或等官方公众号发布，再发也不迟。</source>
        <translation>Ask the office in charge first, or wait for its official account, and send it then.</translation>
    </message>
    <message>
        <source>读来像口令或商业秘密</source>
        <translation>what reads like a password or a business secret</translation>
    </message>
    <message>
        <source>系统的账号口令、单位的商业秘密</source>
        <translation>accounts and passwords of systems, business secrets of the unit</translation>
    </message>
    <message>
        <source>这里像有口令或商业秘密</source>
        <translation>This seems to hold a password or a business secret</translation>
    </message>
    <message>
        <source>口令发出去就等于把门打开；报价、底价、客户和技术资料，别人拿到就用得上。</source>
        <translation>A password that was sent is an open door. Quotes, reserve prices, customers and technical documents are of use to whoever gets them.</translation>
    </message>
    <message>
        <source>口令请当面或用内部系统告诉，并尽快改掉；资料请走单位内部的办公系统。</source>
        <translation>Tell passwords in person or in an internal system, and change this one soon. Send documents in the office&apos;s own system.</translation>
    </message>
    <message>
        <source>不实信息</source>
        <translation>False information</translation>
    </message>
    <message>
        <source>聊天软件要打开的文件</source>
        <translation>A file that a chat program was about to open</translation>
    </message>
    <message>
        <source>放行，再发一次</source>
        <translation>Let it go, then send it again</translation>
    </message>
    <message>
        <source>没有交给{program}</source>
        <translation>Not given to {program}</translation>
    </message>
    <message>
        <source>还没核对完，先没有打开</source>
        <translation>Still being checked, so not opened yet</translation>
    </message>
    <message>
        <source>{program}要打开的文件还在核对，请过一会儿再发一次。</source>
        <translation>The file that {program} was about to open is still being checked. Please send it again in a moment.</translation>
    </message>
    <message>
        <source>这份文件没有核对就打开了</source>
        <translation>This file was opened unchecked</translation>
    </message>
    <message>
        <source>{program}已经打开它，密哨没来得及核对。如果正要发送，请先取消。</source>
        <translation>{program} has opened it before MiShao could check it. If you were about to send it, please cancel.</translation>
    </message>
    <message>
        <source>文件闸门</source>
        <translation>File gate</translation>
    </message>
    <message>
        <source>好的，只发没问题的；缺的那几个请再选一次</source>
        <translation>OK, only those without problems. If one is missing, choose it again</translation>
    </message>
    <message>
        <source>其余没问题的照常发。这些逐个看一眼，再决定怎么发。</source>
        <translation>The others are sent as usual. Look at each of these before you decide.</translation>
    </message>
    <message>
        <source>只发没问题的</source>
        <translation>Send only the others</translation>
    </message>
    <message>
        <source>有 {count} 个文件没有交给聊天软件</source>
        <translation>{count} files were not given to the chat program</translation>
    </message>
    <message>
        <source>有 {count} 个文件没有交给{program}</source>
        <translation>{count} files were not given to {program}</translation>
    </message>
    <message>
        <source>先删掉框里那句。</source>
        <translation>First delete the line that is in the box.</translation>
    </message>
    <message>
        <source>正在替您粘贴…</source>
        <translation>Pasting for you…</translation>
    </message>
    <message>
        <source>已经替您粘贴好了，看一眼再发送。</source>
        <translation>Pasted for you: look once more, then send.</translation>
    </message>
    <message>
        <source>已经替您粘贴好了。先删掉前面那句，看一眼再发送。</source>
        <translation>Pasted for you. First delete the line before it, then look once more and send.</translation>
    </message>
    <message>
        <source>这句放到剪贴板上了，按 Ctrl+V。</source>
        <translation>The sentence is on the clipboard: press Ctrl+V.</translation>
    </message>
    <message>
        <source>点一句，就放到剪贴板上；在聊天框里按 Ctrl+V，看一眼再发送。</source>
        <translation>A click puts the sentence on the clipboard: press Ctrl+V in the chat, look once more, then send.</translation>
    </message>
    <message>
        <source>挑一句回对方</source>
        <translation>Choose an answer</translation>
    </message>
    <message>
        <source>这份不方便在这里发，我按规定渠道办。</source>
        <translation>I cannot send this here; I will do it another way.</translation>
    </message>
    <message>
        <source>这件事我稍后当面跟您说。</source>
        <translation>Let me tell you about this in person later.</translation>
    </message>
    <message>
        <source>这边不方便细说，我打电话给您。</source>
        <translation>I cannot go into this here; I will call you.</translation>
    </message>
    <message>
        <source>{kind} · {count} 人</source>
        <translation>{kind} · {count} people</translation>
    </message>
    <message>
        <source>电话</source>
        <translation>phone numbers</translation>
    </message>
    <message>
        <source>住址</source>
        <translation>addresses</translation>
    </message>
    <message>
        <source>就诊号</source>
        <translation>patient numbers</translation>
    </message>
    <message>
        <source>病情</source>
        <translation>illnesses</translation>
    </message>
    <message>
        <source>{first}和{last}</source>
        <translation>{first} and {last}</translation>
    </message>
    <message>
        <source>就诊信息</source>
        <translation>Patient records</translation>
    </message>
    <message>
        <source>名单</source>
        <translation>List of people</translation>
    </message>
    <message>
        <source>练习</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>标红的放宽我都看过，同意</source>
        <translation>I have read what is marked red as loosening, and agree</translation>
    </message>
    <message>
        <source>和现在的差别</source>
        <translation>Differences from now</translation>
    </message>
    <message>
        <source>规则和策略没有不同</source>
        <translation>Rules and policy are the same</translation>
    </message>
    <message>
        <source>放宽</source>
        <translation>Loosens</translation>
    </message>
    <message>
        <source>和程序自带的规则比（还没有收到过发布的电脑）</source>
        <translation>Compared with the program&apos;s own rules (computers without any release)</translation>
    </message>
    <message>
        <source>和第 {number} 号比（{channel}，{percent}%）</source>
        <translation>Compared with release {number} ({channel}, {percent} %)</translation>
    </message>
    <message>
        <source>和第 {number} 号比（{channel}，{percent}%，另加组 {groups}）</source>
        <translation>Compared with release {number} ({channel}, {percent} %, and groups {groups})</translation>
    </message>
    <message>
        <source>不写就照旧</source>
        <translation>As it is now if empty</translation>
    </message>
    <message>
        <source>不再用程序自带的规则</source>
        <translation>Stop using the program&apos;s own rules</translation>
    </message>
    <message>
        <source>列出差别</source>
        <translation>List differences</translation>
    </message>
    <message>
        <source>这些电脑现在的规则和策略照旧，只换上这一份规则包和下面写的。先列出差别，再签名。</source>
        <translation>These computers keep the rules and the policy that they have; only this pack and what is named below is replaced. The differences are listed before anything is signed.</translation>
    </message>
    <message>
        <source>正在跑样例，列出差别…</source>
        <translation>Running the examples and listing differences…</translation>
    </message>
    <message>
        <source>{counted}，已标出。传出去会给当事人带来麻烦。</source>
        <translation>Marked: {counted}. Passed on, they would make trouble for the people concerned.</translation>
    </message>
    <message>
        <source>这里有{what}</source>
        <translation>This has {what}</translation>
    </message>
    <message>
        <source>这里有 {count} 个人的{what}</source>
        <translation>This has {what} of {count} people</translation>
    </message>
    <message>
        <source>“复制打码版”就是这一份</source>
        <translation>Copied if chosen</translation>
    </message>
    <message>
        <source>打码版放到剪贴板上了，在聊天框里按 Ctrl+V。</source>
        <translation>The masked copy is on the clipboard: press Ctrl+V in the chat.</translation>
    </message>
    <message>
        <source>还有 {count} 个</source>
        <translation>{count} more</translation>
    </message>
    <message>
        <source>没问题的 {count} 个放到剪贴板上了，按 Ctrl+V。</source>
        <translation>{count} without a finding are on the clipboard: press Ctrl+V.</translation>
    </message>
    <message>
        <source>只发没问题的 {count} 个</source>
        <translation>Send only the {count} without a finding</translation>
    </message>
    <message>
        <source>有 {count} 个文件先别发</source>
        <translation>Hold on: {count} of the files</translation>
    </message>
    <message>
        <source>由单位设定，不能改</source>
        <translation>Set by your unit; it cannot be changed</translation>
    </message>
    <message>
        <source>规则的例外</source>
        <translation>Exception</translation>
    </message>
    <message>
        <source>单位策略 — 密哨</source>
        <translation>The unit&apos;s policy — MiShao</translation>
    </message>
    <message>
        <source>写“基于: 内置”，就只写和内置策略不同的。保存在 {name}，签名发布以后每台电脑才生效。</source>
        <translation>With &quot;基于: 内置&quot; only what differs from the built-in policy is written. Saved in {name}; computers take it once it was signed and published.</translation>
    </message>
    <message>
        <source>单位策略</source>
        <translation>The unit&apos;s policy</translation>
    </message>
    <message>
        <source>和内置策略的不同</source>
        <translation>Differences from the built-in policy</translation>
    </message>
    <message>
        <source>和内置策略有 {count} 处不同</source>
        <translation>Differences from the built-in policy: {count}</translation>
    </message>
    <message>
        <source>已保存，签名发布以后生效。</source>
        <translation>Saved; in force once it was signed and published.</translation>
    </message>
    <message>
        <source>单位策略…</source>
        <translation>The unit&apos;s policy…</translation>
    </message>
    <message>
        <source>文件名里有{what}</source>
        <translation>in its name: {what}</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>保存报告…</source>
        <translation>Save report…</translation>
    </message>
    <message>
        <source>看到第几个</source>
        <translation>How much has been checked</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>看了 {done:,} / {count:,} 个，{stopped:,} 个要留意</source>
        <translation>{done:,} of {count:,} checked, {stopped:,} to look at</translation>
    </message>
    <message>
        <source>{words}；一次最多看这么多，其余的请分开查</source>
        <translation>{words}; no more fit in one check, check the rest separately</translation>
    </message>
    <message>
        <source>这个文件夹里没有文件。</source>
        <translation>There is no file in this folder.</translation>
    </message>
    <message>
        <source>复制这 {count} 个文件</source>
        <translation>Copy these {count} files</translation>
    </message>
    <message>
        <source>只发这 {count} 个没问题的</source>
        <translation>Only send the {count} that may go</translation>
    </message>
    <message>
        <source>已复制，到要发的窗口按 Ctrl+V。</source>
        <translation>Copied. Press Ctrl+V where you want to send it.</translation>
    </message>
    <message>
        <source>自查报告-{moment}.html</source>
        <translation>Inspection-report-{moment}.html</translation>
    </message>
    <message>
        <source>保存报告</source>
        <translation>Save report</translation>
    </message>
    <message>
        <source>没能保存，请换一个文件夹。</source>
        <translation>It was not saved. Please choose another folder.</translation>
    </message>
    <message>
        <source>报告已保存：{name}</source>
        <translation>Report saved: {name}</translation>
    </message>
    <message>
        <source>选文件夹…</source>
        <translation>Choose folder…</translation>
    </message>
    <message>
        <source>尽责凭证-{moment}.html</source>
        <translation>Receipt-{moment}.html</translation>
    </message>
    <message>
        <source>{words}可以这样说：“{sentence}”</source>
        <translation>{words} You can say: &quot;{sentence}&quot;</translation>
    </message>
    <message>
        <source>复制这句话</source>
        <translation>Copy it</translation>
    </message>
    <message>
        <source>已复制</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>可以这样说：“{sentence}”</source>
        <translation>You can say: &quot;{sentence}&quot;</translation>
    </message>
    <message>
        <source>现在用的规则：{pack}</source>
        <translation>Rules in force: {pack}</translation>
    </message>
    <message>
        <source>内容只在这台电脑上看，不上传；留下的内容加密存放。</source>
        <translation>Content is looked at on this computer only and never uploaded; what is held is stored encrypted.</translation>
    </message>
    <message>
        <source>有疑问请找保密办：{contact}</source>
        <translation>Questions? Ask the secrecy office: {contact}</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>还有 {count} 个样例没通过，不能签名：{rule} {kind}“{example}”</source>
        <translation>{count} examples fail, so it cannot be signed: {rule} {kind} &quot;{example}&quot;</translation>
    </message>
    <message>
        <source>例外的范围</source>
        <translation>Reach of the exception</translation>
    </message>
    <message>
        <source>（或写多少字以内）</source>
        <translation>(or a number of characters)</translation>
    </message>
    <message>
        <source>程序自带，只能看和试</source>
        <translation>Of the program: read and try only</translation>
    </message>
    <message>
        <source>规则改好以后再检查</source>
        <translation>checked once the rule is mended</translation>
    </message>
    <message>
        <source>版本 {version}，许可证 Apache-2.0</source>
        <translation>Version {version}, licence Apache-2.0</translation>
    </message>
    <message>
        <source>打码版 · 只按规则打码，可能有漏，请逐字看一遍</source>
        <translation>Masked copy · masked by rules alone, something may be left, please read every word</translation>
    </message>
    <message>
        <source>打码版已复制；只按规则打码，可能有漏，发之前请逐字看一遍。</source>
        <translation>The masked copy was copied; it was masked by rules alone and something may be left. Please read every word before sending.</translation>
    </message>
    <message>
        <source>只按规则打码，请逐字看一遍再发</source>
        <translation>Masked by rules alone; please read every word before sending</translation>
    </message>
    <message>
        <source>打码副本</source>
        <translation>Masked copy</translation>
    </message>
    <message>
        <source>像是密码，没有粘贴出去</source>
        <translation>Looks like a password: not pasted</translation>
    </message>
    <message>
        <source>这是从密码管理器或浏览器的无痕窗口复制的，密哨没有看，也没有留。{program}里只有占位文字。要告诉同事，请打电话或当面说。</source>
        <translation>It was copied from a password manager or a private browser window; MiShao did not read it and kept nothing. {program} has only the placeholder. To tell a colleague, phone or say it in person.</translation>
    </message>
    <message>
        <source>已放行 · {name}</source>
        <translation>Released · {name}</translation>
    </message>
    <message>
        <source>已放行</source>
        <translation>Released</translation>
    </message>
    <message>
        <source>已取打码版</source>
        <translation>Masked copy taken</translation>
    </message>
    <message>
        <source>已发打码版</source>
        <translation>Masked copy sent</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>马上销毁</source>
        <translation>About to be destroyed</translation>
    </message>
    <message>
        <source>{count} 项将在 {seconds} 秒后销毁。</source>
        <translation>{count} to be destroyed in {seconds} s.</translation>
    </message>
    <message>
        <source>已撤销，一项也没有销毁。</source>
        <translation>Undone; nothing was destroyed.</translation>
    </message>
    <message>
        <source>需要传阅请走机要渠道。如果它不该在这台电脑上，请先不要转发，也不要自行删除，并联系保密办。</source>
        <translation>To pass it on, use classified mail. If it should not be on this computer, please do not forward or delete it, and call the secrecy office.</translation>
    </message>
    <message>
        <source>保密办：{contact}。这一项先替您留着，请不要转发，也不要自行删除。</source>
        <translation>Secrecy office: {contact}. This item is kept for you; please do not forward or delete it.</translation>
    </message>
    <message>
        <source>请打单位保密办的电话，或当面说一声。这一项先替您留着，请不要转发，也不要自行删除。</source>
        <translation>Please phone your unit&apos;s secrecy office, or tell them in person. This item is kept for you; please do not forward or delete it.</translation>
    </message>
    <message>
        <source>粘贴、拖进来或选文件，右边马上告诉您能不能发。只在这台电脑上看，不传出去。</source>
        <translation>Paste, drag or choose files; the right side says at once whether they can be sent. They are looked at on this computer only.</translation>
    </message>
    <message>
        <source>第一页由您设定，改完点“保存”；第二页由单位设定，每一行都写着原因。</source>
        <translation>The first page is yours: press &quot;Save&quot; after a change. The second is set by your office; each line says why.</translation>
    </message>
    <message>
        <source>这一处是{kind}。取消以后会重新核对；如果还是不能发，就不取消。</source>
        <translation>Hidden here: {kind}. The copy is checked again; what still must not be sent stays hidden.</translation>
    </message>
    <message>
        <source>已写入，签名发布以后生效。{what}</source>
        <translation>Written; it counts once signed and published. {what}</translation>
    </message>
    <message>
        <source>登记您本人的号码。以后要发的内容里只有这些号码，就不再问您。号码本身不保存，只留一个认得出它的记号，不离开这台电脑。</source>
        <translation>Register your own numbers, and you are not asked about them again when no one else&apos;s appear. No number is kept, only a fingerprint of it, on this computer.</translation>
    </message>
    <message>
        <source>帮助 F1</source>
        <translation>Help F1</translation>
    </message>
    <message>
        <source>另存打码版</source>
        <translation>Save masked</translation>
    </message>
    <message>
        <source>打码版已经复制，也在原文件旁边：{name}。</source>
        <translation>The masked copy is on the clipboard and beside the file: {name}.</translation>
    </message>
    <message>
        <source>“另存打码版”就是这一份</source>
        <translation>Saved if chosen</translation>
    </message>
    <message>
        <source>打码版在原文件旁边：{name}。选它再发，或按 Ctrl+V。</source>
        <translation>The masked copy is beside the file: {name}. Choose it and send, or press Ctrl+V.</translation>
    </message>
    <message>
        <source>不要发</source>
        <translation>Do not send it</translation>
    </message>
    <message>
        <source>保密办：{verdict}</source>
        <translation>Secrecy office: {verdict}</translation>
    </message>
    <message>
        <source>您好，密哨 {time} 在我电脑上留下了一份内容（{what}），没有发出去，请帮忙核对能不能发。编号 {number}。</source>
        <translation>Hello, MiShao held something on my computer ({time}, {what}); it was not sent. Could you please check whether it may go? Its number is {number}.</translation>
    </message>
    <message>
        <source>您请保密办核对的有答复了：{answer}</source>
        <translation>The secrecy office has checked what you asked about: {answer}</translation>
    </message>
    <message>
        <source>保密办核对：{answer}</source>
        <translation>Checked by the secrecy office: {answer}</translation>
    </message>
    <message>
        <source>改它请到 YAML 原文</source>
        <translation>Edited in the YAML</translation>
    </message>
    <message>
        <source>{words}；有 {count} 处签名时会被拒绝</source>
        <translation>{words}; {count} would be refused when signing</translation>
    </message>
    <message>
        <source>由单位设定：要有保密办的授权码。</source>
        <translation>Set by your unit: a code of the secrecy office is needed.</translation>
    </message>
    <message>
        <source>放行一次，再选一次</source>
        <translation>Let through once, then choose again</translation>
    </message>
    <message>
        <source>要放进网页的内容</source>
        <translation>What a page was to receive</translation>
    </message>
    <message>
        <source>{names} 没有装密哨的扩展，那里的网页只按窗口标题认，上传的文件不核对</source>
        <translation>{names}: without MiShao&apos;s extension. Pages there are known by their titles alone, and uploads are not checked</translation>
    </message>
    <message>
        <source>浏览器</source>
        <translation>Browsers</translation>
    </message>
    <message>
        <source>名单比对</source>
        <translation>Exact data match</translation>
    </message>
    <message>
        <source>先别发，和单位名单里的同一行对上了</source>
        <translation>Wait: this is one row of a list of your unit</translation>
    </message>
    <message>
        <source>这里同时出现了单位名单里同一行的两项，说的就是名单里的那一个。</source>
        <translation>Two values of one row of a list of your unit are here together: this is about that very row.</translation>
    </message>
    <message>
        <source>请走单位的系统或经批准的渠道；名单有误或已经公开，请告诉保密办。</source>
        <translation>Please use a system of the unit or a way that was approved. If the list is wrong or public by now, tell the secrecy office.</translation>
    </message>
    <message>
        <source>打码版 · {kinds}可能没有遮全，请逐字看一遍</source>
        <translation>Masked copy · may still show: {kinds}</translation>
    </message>
    <message>
        <source>{kinds}可能没有遮全，请逐字看一遍再发</source>
        <translation>May still show: {kinds}</translation>
    </message>
    <message>
        <source>打码版已复制；{kinds}可能没有遮全，发之前请逐字看一遍。</source>
        <translation>The masked copy is copied; something may still be legible ({kinds}): please read every word before sending.</translation>
    </message>
    <message>
        <source>打码版是另做的文件，里面没有：{parts}。</source>
        <translation>The masked copy is a new file without: {parts}.</translation>
    </message>
    <message>
        <source>词表写了“发布时散列”才要</source>
        <translation>Only for lists to be hashed</translation>
    </message>
    <message>
        <source>名单密钥</source>
        <translation>Key of tables</translation>
    </message>
    <message>
        <source>选名单密钥</source>
        <translation>Choose the key of tables</translation>
    </message>
    <message>
        <source>不要拍照、不要转发，传阅走机要渠道</source>
        <translation>Do not photograph or forward it; it circulates by the confidential channel</translation>
    </message>
    <message>
        <source>不要拍照、不要转发，传阅走单位的办公渠道</source>
        <translation>Do not photograph or forward it; it circulates in the office&apos;s own system</translation>
    </message>
    <message>
        <source>保守国家秘密法第二十九条</source>
        <translation>Law on Guarding State Secrets, article 29</translation>
    </message>
    <message>
        <source>保守国家秘密法第六十四条（工作秘密）</source>
        <translation>Law on Guarding State Secrets, article 64 (work secrets)</translation>
    </message>
    <message>
        <source>个人信息保护法第十条</source>
        <translation>Personal Information Protection Law, article 10</translation>
    </message>
    <message>
        <source>政府信息公开条例第十六条第二款（过程性信息）</source>
        <translation>Regulations on Government Information, article 16 (information in process)</translation>
    </message>
    <message>
        <source>《{file}》带有{what}</source>
        <translation>{file} is open ({what})</translation>
    </message>
    <message>
        <source>{time} 起，因为开着《{files}》</source>
        <translation>since {time}, because &quot;{files}&quot; is open</translation>
    </message>
    <message>
        <source>带溯源点阵</source>
        <translation>with the field of dots</translation>
    </message>
    <message>
        <source>屏幕标记</source>
        <translation>Screen mark</translation>
    </message>
    <message>
        <source>待处理</source>
        <translation>To do</translation>
    </message>
    <message>
        <source>处理中</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>已办结</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>不需处理</source>
        <translation>Nothing to do</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>没办结的</source>
        <translation>Not closed</translation>
    </message>
    <message>
        <source>负责人</source>
        <translation>Owner</translation>
    </message>
    <message>
        <source>期限</source>
        <translation>Due</translation>
    </message>
    <message>
        <source>只看逾期的</source>
        <translation>Overdue only</translation>
    </message>
    <message>
        <source>筛选</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>{count} 件</source>
        <translation>{count} cases</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>种类</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>科室</source>
        <translation>Department</translation>
    </message>
    <message>
        <source>电脑</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>次数</source>
        <translation>Times</translation>
    </message>
    <message>
        <source>最后一次</source>
        <translation>Last time</translation>
    </message>
    <message>
        <source>没有要办的事项。</source>
        <translation>There is nothing to do.</translation>
    </message>
    <message>
        <source>另有 {count} 件已办结或不需处理，用状态筛选。</source>
        <translation>{count} more are closed or need nothing; filter by state to see them.</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Cases</translation>
    </message>
    <message>
        <source>记录里要人过问的：国家秘密、反复、凭理由放行、误报反馈。没有内容。</source>
        <translation>What somebody has to look into: state secrets, repeats, releases for a reason, reported false alarms. Without content.</translation>
    </message>
    <message>
        <source>{count} 次，{first} 到 {last}</source>
        <translation>{count} times, {first} to {last}</translation>
    </message>
    <message>
        <source>报上来的</source>
        <translation>As reported</translation>
    </message>
    <message>
        <source>经过</source>
        <translation>History</translation>
    </message>
    <message>
        <source>谁</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>第 {number} 号事项</source>
        <translation>Case {number}</translation>
    </message>
    <message>
        <source>没有写要改什么。</source>
        <translation>Nothing was changed in the form.</translation>
    </message>
    <message>
        <source>改好了，记在经过里。</source>
        <translation>Changed, and noted in the history.</translation>
    </message>
    <message>
        <source>改这件事项</source>
        <translation>Change this case</translation>
    </message>
    <message>
        <source>经过，不写内容</source>
        <translation>Note, without content</translation>
    </message>
    <message>
        <source>记下</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>这里列期限最早的 {most} 件，其余的用筛选找，或者在终端用 mishao cases list 全部列出。</source>
        <translation>Listed are the {most} that are due first. Find the others by the filter, or list all of them in a terminal with mishao cases list.</translation>
    </message>
    <message>
        <source>最多 {count} 个字</source>
        <translation>At most {count} characters</translation>
    </message>
    <message>
        <source>负责人最多 {count} 个字。</source>
        <translation>An owner has at most {count} characters.</translation>
    </message>
    <message>
        <source>没有这个状态。</source>
        <translation>There is no such state.</translation>
    </message>
    <message>
        <source>事项的校验点：{checkpoint}</source>
        <translation>Checkpoint of the cases: {checkpoint}</translation>
    </message>
    <message>
        <source>没有收上来的记录：启动控制台时用 --store 给出 mishao cases update 写的数据库。</source>
        <translation>No records were collected: start the console with --store and the database that mishao cases update writes.</translation>
    </message>
    <message>
        <source>开授权码</source>
        <translation>Give a code</translation>
    </message>
    <message>
        <source>对方念的请求码</source>
        <translation>Request code that was read out</translation>
    </message>
    <message>
        <source>谁申请、为什么</source>
        <translation>Who asks, and why</translation>
    </message>
    <message>
        <source>到终端开</source>
        <translation>Make it in the terminal</translation>
    </message>
    <message>
        <source>授权码只出现在终端里。国家秘密的一律不开。</source>
        <translation>The code appears in the terminal alone. There is none for state secrets.</translation>
    </message>
    <message>
        <source>登记簿里有 {count} 行看不懂，请核对那个文件。</source>
        <translation>{count} lines of the register cannot be read; check that file.</translation>
    </message>
    <message>
        <source>登记簿</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>结果</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>请求码</source>
        <translation>Request code</translation>
    </message>
    <message>
        <source>还没有开过授权码。</source>
        <translation>No code has been given yet.</translation>
    </message>
    <message>
        <source>请写明谁申请、为什么，最多 {count} 个字。</source>
        <translation>Write who asks and why, in at most {count} characters.</translation>
    </message>
    <message>
        <source>开授权码：{subject}，{note}</source>
        <translation>code for {subject}, {note}</translation>
    </message>
    <message>
        <source>开了</source>
        <translation>Given</translation>
    </message>
    <message>
        <source>启动控制台时用 --authorise 给出授权目录，就是运行 mishao authorise init 建立的那个。</source>
        <translation>Start the console with --authorise and the folder that mishao authorise init has made.</translation>
    </message>
    <message>
        <source>30 天里没有收到过这个反馈号。</source>
        <translation>No report with this number has come in for 30 days.</translation>
    </message>
    <message>
        <source>反馈号</source>
        <translation>Report number</translation>
    </message>
    <message>
        <source>答复</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>30 天里没有误报反馈。</source>
        <translation>No false alarm was reported in 30 days.</translation>
    </message>
    <message>
        <source>要看和写答复，启动控制台时用 --office 给出发布目录。</source>
        <translation>To see and write answers, start the console with --office and the publishing folder.</translation>
    </message>
    <message>
        <source>先改规则、发布，再答复采纳。答复随签名的清单发给反馈的人。</source>
        <translation>Change and publish the rule first, then accept. The answer goes with the signed index to whoever reported it.</translation>
    </message>
    <message>
        <source>采纳反馈 {number}</source>
        <translation>accept report {number}</translation>
    </message>
    <message>
        <source>不采纳反馈 {number}</source>
        <translation>decline report {number}</translation>
    </message>
    <message>
        <source>终端里还有一件事没有办完，请先到终端里办完或者不同意。</source>
        <translation>The terminal has not finished something else: finish or decline that first.</translation>
    </message>
    <message>
        <source>已交给终端，口令只在那里输。</source>
        <translation>Handed to the terminal; passphrases are typed there alone.</translation>
    </message>
    <message>
        <source>没有写采纳还是不采纳。</source>
        <translation>It does not say whether to accept or to decline.</translation>
    </message>
    <message>
        <source>不采纳要写理由，反馈的人会看到。</source>
        <translation>Declining needs a reason, which whoever reported it will read.</translation>
    </message>
    <message>
        <source>写给反馈的人最多 {count} 个字。</source>
        <translation>What you write to them has at most {count} characters.</translation>
    </message>
    <message>
        <source>答复 {number}：{rule}</source>
        <translation>Answer {number}: {rule}</translation>
    </message>
    <message>
        <source>采纳</source>
        <translation>Accept</translation>
    </message>
    <message>
        <source>不采纳</source>
        <translation>Decline</translation>
    </message>
    <message>
        <source>从哪天的规则起不再提示</source>
        <translation>No longer shown by rules from</translation>
    </message>
    <message>
        <source>写给反馈的人，不写内容、文件名和人名</source>
        <translation>For whoever reported it; no content, names of files or people</translation>
    </message>
    <message>
        <source>到终端签名</source>
        <translation>Sign in the terminal</translation>
    </message>
    <message>
        <source>等答复</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>没有反馈号，答复不了</source>
        <translation>No number, cannot be answered</translation>
    </message>
    <message>
        <source>从第一条到最后一条都连得上，每一条都由本人的钥匙签过。</source>
        <translation>From the first line to the last the chain holds, and each is signed with the key of its person.</translation>
    </message>
    <message>
        <source>校验点：{checkpoint}。抄到别处，以后用 mishao console verify --checkpoint 核对。</source>
        <translation>Checkpoint: {checkpoint}. Copy it elsewhere, and compare it later by mishao console verify --checkpoint.</translation>
    </message>
    <message>
        <source>角色</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>做了什么</source>
        <translation>What</translation>
    </message>
    <message>
        <source>细节</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>没有记录。</source>
        <translation>No lines.</translation>
    </message>
    <message>
        <source>更早的</source>
        <translation>Earlier</translation>
    </message>
    <message>
        <source>第 {number} 条以前</source>
        <translation>Before line {number}</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>People</translation>
    </message>
    <message>
        <source>在用</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>已停用</source>
        <translation>Removed</translation>
    </message>
    <message>
        <source>操作记录</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>谁看过什么、做过什么。看这一页也记在里面。</source>
        <translation>Who looked at what and did what. Looking at this page is in it, too.</translation>
    </message>
    <message>
        <source>台电脑</source>
        <translation>computers</translation>
    </message>
    <message>
        <source>没有在看守</source>
        <translation>not guarding</translation>
    </message>
    <message>
        <source>次先留着，30 天</source>
        <translation>held in 30 days</translation>
    </message>
    <message>
        <source>条反馈等答复</source>
        <translation>reports to answer</translation>
    </message>
    <message>
        <source>电脑用的规则</source>
        <translation>Rules on the computers</translation>
    </message>
    <message>
        <source>台数</source>
        <translation>Computers</translation>
    </message>
    <message>
        <source>总览</source>
        <translation>Overview</translation>
    </message>
    <message>
        <source>数字是电脑报上来的，没有内容。电脑名能对应到人，请按内部资料保管。</source>
        <translation>As computers have reported, without content. Names of computers lead to people: treat them as internal.</translation>
    </message>
    <message>
        <source>要过问的电脑</source>
        <translation>Computers to ask about</translation>
    </message>
    <message>
        <source>要过问什么</source>
        <translation>What to ask</translation>
    </message>
    <message>
        <source>最后报到</source>
        <translation>Last report</translation>
    </message>
    <message>
        <source>都在看守，规则都是最新的。</source>
        <translation>All are guarding, with the newest rules.</translation>
    </message>
    <message>
        <source>模式</source>
        <translation>Mode</translation>
    </message>
    <message>
        <source>还没有电脑报上来。</source>
        <translation>No computer has reported yet.</translation>
    </message>
    <message>
        <source>点名：不正常的</source>
        <translation>Roll call: what is not right</translation>
    </message>
    <message>
        <source>使用人</source>
        <translation>User</translation>
    </message>
    <message>
        <source>名册上的都正常。</source>
        <translation>Everything on the list is right.</translation>
    </message>
    <message>
        <source>第 {number} 号 {label}</source>
        <translation>Release {number} {label}</translation>
    </message>
    <message>
        <source>程序自带</source>
        <translation>The program&apos;s own</translation>
    </message>
    <message>
        <source>还有 {count} 行，见 mishao fleet report --xlsx。</source>
        <translation>{count} more rows: see mishao fleet report --xlsx.</translation>
    </message>
    <message>
        <source>zh-CN</source>
        <translation>en</translation>
    </message>
    <message>
        <source>密哨 · 控制台</source>
        <translation>MiShao · Console</translation>
    </message>
    <message>
        <source>各室</source>
        <translation>Rooms</translation>
    </message>
    <message>
        <source>这里看不了</source>
        <translation>Nothing to see here</translation>
    </message>
    <message>
        <source>控制台现在只能在 Linux 上用。</source>
        <translation>The console works on Linux only for now.</translation>
    </message>
    <message>
        <source>控制台没有打开：{why}。</source>
        <translation>The console was not opened: {why}.</translation>
    </message>
    <message>
        <source>控制台已结束。操作记录的校验点：{checkpoint}</source>
        <translation>The console has ended. Checkpoint of its log: {checkpoint}</translation>
    </message>
    <message>
        <source>{who}，用这台电脑的浏览器打开：</source>
        <translation>{who}, open this in the browser of this computer:</translation>
    </message>
    <message>
        <source>链接只能用一次。按回车换一个新的，Ctrl+D 结束。</source>
        <translation>The link is good once. Press Enter for another one, Ctrl+D to end.</translation>
    </message>
    <message>
        <source>紧急停用到 {until}：{reason}</source>
        <translation>Blocking is suspended until {until}: {reason}</translation>
    </message>
    <message>
        <source>频道</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>签于</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>还没有发布过规则。</source>
        <translation>No rules have been published yet.</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Signatures</translation>
    </message>
    <message>
        <source>规则发布</source>
        <translation>Releases</translation>
    </message>
    <message>
        <source>第 {number} 号发布</source>
        <translation>Release {number}</translation>
    </message>
    <message>
        <source>第 {number} 号改为 {percent}%，另加组 {groups}</source>
        <translation>release {number} for {percent}%, and groups {groups}</translation>
    </message>
    <message>
        <source>撤回要写原因，最多 {count} 个字。</source>
        <translation>Withdrawing needs a reason of at most {count} characters.</translation>
    </message>
    <message>
        <source>撤回第 {number} 号</source>
        <translation>withdraw release {number}</translation>
    </message>
    <message>
        <source>撤回，原因：{reason}</source>
        <translation>Withdraw, reason: {reason}</translation>
    </message>
    <message>
        <source>改为 {percent}%，另加组 {groups}</source>
        <translation>{percent}%, and groups {groups}</translation>
    </message>
    <message>
        <source>有放宽：标 ▲ 的请逐条看过，终端里要输入“放宽”才签。</source>
        <translation>Something loosens: read every line with ▲. The terminal signs only after &quot;放宽&quot; was typed.</translation>
    </message>
    <message>
        <source>没有一台电脑会因此换规则。</source>
        <translation>No computer changes its rules by this.</translation>
    </message>
    <message>
        <source>不再收到第 {number} 号的电脑，退回程序自带的规则</source>
        <translation>Computers that lose release {number} return to the program&apos;s own rules</translation>
    </message>
    <message>
        <source>不再收到第 {number} 号的电脑，退回第 {now} 号</source>
        <translation>Computers that lose release {number} return to release {now}</translation>
    </message>
    <message>
        <source>改给谁</source>
        <translation>Change who gets it</translation>
    </message>
    <message>
        <source>百分之几的电脑</source>
        <translation>Percent of the computers</translation>
    </message>
    <message>
        <source>另加哪些组，空格隔开</source>
        <translation>And these groups, separated by spaces</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>百分比要写 0 到 100 的整数。</source>
        <translation>The percentage is a whole number from 0 to 100.</translation>
    </message>
    <message>
        <source>{percent}%，另加组 {groups}</source>
        <translation>{percent}%, and groups {groups}</translation>
    </message>
    <message>
        <source>撤回：{reason}</source>
        <translation>Withdrawn: {reason}</translation>
    </message>
    <message>
        <source>已发布</source>
        <translation>Published</translation>
    </message>
    <message>
        <source>启动控制台时用 --office 给出发布目录，就是运行 mishao publish init 建立的那个。</source>
        <translation>Start the console with --office and the folder that mishao publish init has made.</translation>
    </message>
    <message>
        <source>系统管理员</source>
        <translation>system administrator</translation>
    </message>
    <message>
        <source>保密管理员</source>
        <translation>secrecy administrator</translation>
    </message>
    <message>
        <source>审计员</source>
        <translation>auditor</translation>
    </message>
    <message>
        <source>{name}（{role}）</source>
        <translation>{name} ({role})</translation>
    </message>
    <message>
        <source>这个请求来自别的网页，或者地址不对，没有理会。请用终端里的链接打开控制台。</source>
        <translation>This request came from another page, or to a wrong address, and was ignored. Open the console by the link in the terminal.</translation>
    </message>
    <message>
        <source>控制台里没有这一页。</source>
        <translation>The console has no such page.</translation>
    </message>
    <message>
        <source>{who}看不了这里，也做不了这件事。</source>
        <translation>{who} may neither see nor do this.</translation>
    </message>
    <message>
        <source>这个表单不是控制台刚给您的，没有照办。请回到那一页，再填一次。</source>
        <translation>This form is not one that the console has just given you, and nothing was done. Go back to that page and fill it in again.</translation>
    </message>
    <message>
        <source>没有做成</source>
        <translation>Not done</translation>
    </message>
    <message>
        <source>浏览器发来的东西看不懂，或者太大，没有理会（{number}）。</source>
        <translation>What the browser sent is not understood, or too large, and was ignored ({number}).</translation>
    </message>
    <message>
        <source>链接只能用一次，三分钟内有效；半小时没有动作也要重新进入。请回到开着控制台的终端，按回车，用新的链接。</source>
        <translation>A link is good once, for three minutes, and a session ends after half an hour without a request. Go back to the terminal of the console, press Enter, and use the new link.</translation>
    </message>
    <message>
        <source>{name} 不能读写：{why}。</source>
        <translation>{name} cannot be read or written: {why}.</translation>
    </message>
    <message>
        <source>数据库不能读写：{why}。</source>
        <translation>The database cannot be read or written: {why}.</translation>
    </message>
    <message>
        <source>在终端里等您：{what}。到开着控制台的终端里看一遍，同意再输口令；办完刷新这一页。</source>
        <translation>Waiting for you in the terminal: {what}. Read it there, agree, and type the passphrase; then reload this page.</translation>
    </message>
    <message>
        <source>终端里办完了：{what}。</source>
        <translation>Done in the terminal: {what}.</translation>
    </message>
    <message>
        <source>终端里没有办成：{what}。原因写在终端里。</source>
        <translation>Not done in the terminal: {what}. The reason is written there.</translation>
    </message>
    <message>
        <source>小时要写 1 到 {most} 的整数。</source>
        <translation>Hours are a whole number from 1 to {most}.</translation>
    </message>
    <message>
        <source>紧急停用要写原因，最多 {count} 个字。</source>
        <translation>Suspending needs a reason of at most {count} characters.</translation>
    </message>
    <message>
        <source>紧急停用 {hours} 小时：{reason}</source>
        <translation>suspend blocking for {hours} hours: {reason}</translation>
    </message>
    <message>
        <source>恢复拦截</source>
        <translation>Block again</translation>
    </message>
    <message>
        <source>紧急停用</source>
        <translation>Suspend blocking</translation>
    </message>
    <message>
        <source>几小时，最多 {most}</source>
        <translation>Hours, at most {most}</translation>
    </message>
    <message>
        <source>全部电脑只提醒、不拦截，到时自己恢复。误拦影响办公、来不及改规则时用。</source>
        <translation>All computers warn and do not block, until the hours are over. For false alarms that stop the work when no rule can be changed in time.</translation>
    </message>
    <message>
        <source>{by}布置了自查，{due}前做完。没人用电脑时它自己查，只报数目；在“运行状况”里看。</source>
        <translation>{by} has ordered an inspection, to be done by {due}. It runs while nobody uses the computer and reports counts alone; see Health.</translation>
    </message>
    <message>
        <source>布置了 {count} 项自查，最早的 {due}前做完。没人用电脑时它自己查，只报数目；在“运行状况”里看。</source>
        <translation>{count} inspections have been ordered, the first to be done by {due}. They run while nobody uses the computer and report counts alone; see Health.</translation>
    </message>
    <message>
        <source>布置的自查</source>
        <translation>Ordered inspection</translation>
    </message>
    <message>
        <source>没人用电脑的时候它自己查，您一用就停。只报数目：哪条规则、哪类文件、在哪个文件夹各有几个；文件名和内容不离开这台电脑。</source>
        <translation>It runs while nobody uses the computer, and stops as soon as you do. Only counts are reported: of which rule, in which kind of file and folder. Names of files and their content stay on this computer.</translation>
    </message>
    <message>
        <source>查到第几个</source>
        <translation>How many are inspected</translation>
    </message>
    <message>
        <source>为什么停止</source>
        <translation>Why it is stopped</translation>
    </message>
    <message>
        <source>为什么停止，会报给布置的单位</source>
        <translation>Why; the unit that ordered it is told</translation>
    </message>
    <message>
        <source>现在开始</source>
        <translation>Begin now</translation>
    </message>
    <message>
        <source>停止…</source>
        <translation>Stop…</translation>
    </message>
    <message>
        <source>还有 {count} 项等着查。</source>
        <translation>Waiting besides: {count}.</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>屏幕标记：什么时候有过，为什么</source>
        <translation>Screen mark: when it was there, and why</translation>
    </message>
    <message>
        <source>正在读取记录…</source>
        <translation>Reading the record…</translation>
    </message>
    <message>
        <source>最近 {days} 天屏幕上没有过标记。</source>
        <translation>The screen was not marked in the last {days} days.</translation>
    </message>
    <message>
        <source>最近 {days} 天屏幕上有标记的时间和原因。不记是哪份文件，也不记内容</source>
        <translation>When the screen was marked in the last {days} days, and why. It is not recorded for which file, nor any content</translation>
    </message>
    <message>
        <source>更早的 {count} 次没有列出</source>
        <translation>{count} earlier times are not listed</translation>
    </message>
    <message>
        <source>{time} 起，现在还有</source>
        <translation>Since {time}, still there</translation>
    </message>
    <message>
        <source>{time} 起</source>
        <translation>From {time}</translation>
    </message>
    <message>
        <source>{time} 至 {date} {end}</source>
        <translation>{time} to {date} {end}</translation>
    </message>
    <message>
        <source>{time} 至 {end}</source>
        <translation>{time} to {end}</translation>
    </message>
    <message>
        <source>{program}正在共享屏幕，开着的《{file}》带有{what}</source>
        <translation>{program} is sharing the screen while {file} is open ({what})</translation>
    </message>
    <message>
        <source>请先停止共享，或者先关掉这份文件</source>
        <translation>Stop sharing first, or close the file</translation>
    </message>
    <message>
        <source>屏幕上开着《{file}》等 {count} 份文件，带有{what}</source>
        <translation>{count} files, {file} among them, are open on the screen ({what})</translation>
    </message>
    <message>
        <source>屏幕上开着《{file}》，它带有{what}</source>
        <translation>{file} is open on the screen ({what})</translation>
    </message>
    <message>
        <source>共享屏幕前请先关掉，也别截图或拍照发送</source>
        <translation>Close it before you share the screen, and send no screenshot or photo of it</translation>
    </message>
    <message>
        <source>第 {number} 份</source>
        <translation>File {number}</translation>
    </message>
    <message>
        <source>没有回音</source>
        <translation>Silent</translation>
    </message>
    <message>
        <source>停止了</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>不执行</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>没做完，已截止</source>
        <translation>Not done in time</translation>
    </message>
    <message>
        <source>暂停着</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>收到了，还没开始</source>
        <translation>Received, not begun</translation>
    </message>
    <message>
        <source>正在查</source>
        <translation>Inspecting</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>做完了</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>布置自查</source>
        <translation>Order an inspection</translation>
    </message>
    <message>
        <source>文件夹</source>
        <translation>Folders</translation>
    </message>
    <message>
        <source>做完</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>要催办</source>
        <translation>To call</translation>
    </message>
    <message>
        <source>还没有布置过自查。</source>
        <translation>No inspection was ordered yet.</translation>
    </message>
    <message>
        <source>自查</source>
        <translation>Inspections</translation>
    </message>
    <message>
        <source>单位布置、电脑空闲时自己查的。报上来的只有数目，没有文件名和内容。</source>
        <translation>Ordered by the unit, carried out by idle computers. What is reported are counts, no names of files and no content.</translation>
    </message>
    <message>
        <source>原因，电脑的用户看得到</source>
        <translation>Reason, shown to users</translation>
    </message>
    <message>
        <source>正在查的电脑收到以后停下。</source>
        <translation>Computers that are at it stop when they hear of it.</translation>
    </message>
    <message>
        <source>第 {number} 号自查</source>
        <translation>Inspection {number}</translation>
    </message>
    <message>
        <source>布置人</source>
        <translation>Ordered by</translation>
    </message>
    <message>
        <source>{begins} 开始，{due} 以前做完，{until} 截止</source>
        <translation>from {begins}, to be done by {due}, ends {until}</translation>
    </message>
    <message>
        <source>没有给名册（--roster）：从来没有报到过的电脑列不出来。</source>
        <translation>No list of computers was given (--roster): computers that never reported cannot be listed.</translation>
    </message>
    <message>
        <source>已截止</source>
        <translation>Ended</translation>
    </message>
    <message>
        <source>过了期限</source>
        <translation>Past its day</translation>
    </message>
    <message>
        <source>在期限内</source>
        <translation>In time</translation>
    </message>
    <message>
        <source>还没开始</source>
        <translation>Not begun</translation>
    </message>
    <message>
        <source>在查或者还没开始</source>
        <translation>at it, or not begun</translation>
    </message>
    <message>
        <source>查到什么：重的在前</source>
        <translation>What was found, the most serious first</translation>
    </message>
    <message>
        <source>处理</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>哪类文件、在哪类文件夹</source>
        <translation>Kinds of files and folders</translation>
    </message>
    <message>
        <source>做完的电脑没有报上来查到的。</source>
        <translation>Computers that are done reported no finds.</translation>
    </message>
    <message>
        <source>还没有回音的 {count} 台，过了 {day} 才列进来。</source>
        <translation>{count} are silent and are listed after {day}.</translation>
    </message>
    <message>
        <source>要催办的电脑</source>
        <translation>Computers to call</translation>
    </message>
    <message>
        <source>怎么样了</source>
        <translation>How far</translation>
    </message>
    <message>
        <source>最后一次报到</source>
        <translation>Last report</translation>
    </message>
    <message>
        <source>现在没有要催办的。</source>
        <translation>Nobody to call now.</translation>
    </message>
    <message>
        <source>查了</source>
        <translation>Read</translation>
    </message>
    <message>
        <source>没有这样的电脑。</source>
        <translation>No such computer.</translation>
    </message>
    <message>
        <source>还有 {count} 行，见 mishao fleet inspection --xlsx。</source>
        <translation>{count} more rows: see mishao fleet inspection --xlsx.</translation>
    </message>
    <message>
        <source>名单索引</source>
        <translation>Index of a table</translation>
    </message>
    <message>
        <source>权重</source>
        <translation>Weights</translation>
    </message>
    <message>
        <source>发布给：{channel}，{percent}%，另加组 {groups}</source>
        <translation>Release to: {channel}, {percent}%, and groups {groups}</translation>
    </message>
    <message>
        <source>新的发布</source>
        <translation>New release</translation>
    </message>
    <message>
        <source>从这个范围的电脑现在的规则开始，只改勾上的。签名以前终端里再列一遍差别。</source>
        <translation>Begins with what the computers of this ring have and changes what is ticked. The terminal lists the differences again before it signs.</translation>
    </message>
    <message>
        <source>新的发布：{channel}，{percent}%，另加组 {groups}</source>
        <translation>New release: {channel}, {percent}%, and groups {groups}</translation>
    </message>
    <message>
        <source>从程序自带的规则开始：这个范围还没有收到过发布。</source>
        <translation>Begins with the program&apos;s own rules: this ring has had no release.</translation>
    </message>
    <message>
        <source>从第 {number} 号（{label}）开始，没有勾的都照旧。</source>
        <translation>Begins with release {number} ({label}); what is not ticked stays.</translation>
    </message>
    <message>
        <source>没有给待发布的文件夹（--drafts），这里只能去掉，或者改给谁。</source>
        <translation>No folder of drafts was given (--drafts): parts can only be dropped here, or given to others.</translation>
    </message>
    <message>
        <source>待发布的文件夹里有 {count} 个文件，这里是最近改过的 {most} 个。</source>
        <translation>The folder of drafts has {count} files; these are the {most} changed last.</translation>
    </message>
    <message>
        <source>换上 {name}（{kind}）</source>
        <translation>Take {name} ({kind})</translation>
    </message>
    <message>
        <source>发布什么、给谁</source>
        <translation>What, and for whom</translation>
    </message>
    <message>
        <source>去掉 {name}</source>
        <translation>Drop {name}</translation>
    </message>
    <message>
        <source>名称（不写就用规则包的）</source>
        <translation>Name (by default that of the packs)</translation>
    </message>
    <message>
        <source>从第几号开始改（不写就是现在的）</source>
        <translation>Begin with release (by default what they have)</translation>
    </message>
    <message>
        <source>没有这个频道。新开频道用 mishao publish release --new-channel。</source>
        <translation>There is no such channel. A new one: mishao publish release --new-channel.</translation>
    </message>
    <message>
        <source>从第几号开始，要写一个编号。</source>
        <translation>The release to begin with must be a number.</translation>
    </message>
    <message>
        <source>要签的</source>
        <translation>What would be signed</translation>
    </message>
    <message>
        <source>签名后随规则发到电脑，电脑空闲时自己查，只报数目。原因、布置人、文件夹里不写代号和不公开的事。</source>
        <translation>Once signed it reaches computers with the rules; they inspect while idle and report counts. Reason, name and folders must not tell code words or what is not public.</translation>
    </message>
    <message>
        <source>布置自查：{folders}；给{whom}；{due} 以前做完；原因：{reason}</source>
        <translation>Order an inspection: {folders}; for {whom}; to be done by {due}; reason: {reason}</translation>
    </message>
    <message>
        <source>撤回第 {number} 号自查，原因：{reason}</source>
        <translation>Withdraw inspection {number}, reason: {reason}</translation>
    </message>
    <message>
        <source>查什么、给谁</source>
        <translation>What, and for whom</translation>
    </message>
    <message>
        <source>其他文件夹，用 | 隔开，如 文档/报送</source>
        <translation>Other folders, separated by |</translation>
    </message>
    <message>
        <source>这些组、电脑</source>
        <translation>These groups and computers</translation>
    </message>
    <message>
        <source>哪些组（科室），空格隔开</source>
        <translation>Groups (departments), separated by spaces</translation>
    </message>
    <message>
        <source>哪些电脑，空格隔开</source>
        <translation>Computers, separated by spaces</translation>
    </message>
    <message>
        <source>哪天以前做完</source>
        <translation>To be done by</translation>
    </message>
    <message>
        <source>哪天截止（不写是再过 14 天）</source>
        <translation>Ends (by default 14 days later)</translation>
    </message>
    <message>
        <source>哪天开始（不写是现在）</source>
        <translation>Begins (by default now)</translation>
    </message>
    <message>
        <source>看会签什么</source>
        <translation>Show what would be signed</translation>
    </message>
    <message>
        <source>哪天截止</source>
        <translation>Ends</translation>
    </message>
    <message>
        <source>哪天开始</source>
        <translation>Begins</translation>
    </message>
    <message>
        <source>请写给哪些组、哪些电脑，或者选“全部电脑”，两样选一样。</source>
        <translation>Please name groups or computers, or choose all computers: one of the two.</translation>
    </message>
    <message>
        <source>“{what}”看不懂，请写成 2026-12-05。</source>
        <translation>&quot;{what}&quot; is no day. Please write it as 2026-12-05.</translation>
    </message>
    <message>
        <source>“{what}”写的是 {year} 年，太早或者太晚。请检查年份。</source>
        <translation>&quot;{what}&quot; is in the year {year}, which is too early or too late. Check the year.</translation>
    </message>
    <message>
        <source>名册和报到过的电脑里没有：{names}。写错了就没有人收到；组名和科室名本来不一样的，请自己核对。</source>
        <translation>Not among the computers that are listed or have reported: {names}. Mistyped, it reaches nobody; where groups have other names than departments, please check them yourself.</translation>
    </message>
    <message>
        <source>对得上的电脑 {count} 台，共 {all} 台。</source>
        <translation>It fits {count} of {all} computers.</translation>
    </message>
    <message>
        <source>数据库里还没有一条记录。先运行 mishao cases update，再刷新这一页。</source>
        <translation>The database has no record yet. Please run mishao cases update first and reload this page.</translation>
    </message>
    <message>
        <source>发布、扩大、收回，都先列出差别，再到终端签名。新的规则在规则工坊里写，放进待发布的文件夹。</source>
        <translation>Whether released, widened or taken back: first the differences, then the signature in the terminal. New rules are written in the workshop and laid into the folder of drafts.</translation>
    </message>
    <message>
        <source>选文件：{name}</source>
        <translation>Choose a file: {name}</translation>
    </message>
    <message>
        <source>新的名单密钥：{path}。请放到每台电脑的 /etc/mishao/exact.key，另存一份备份，不要放在规则服务器上。</source>
        <translation>A new key of tables: {path}. Lay it on every computer as /etc/mishao/exact.key, keep a copy, and never put it on the rules server.</translation>
    </message>
    <message>
        <source>发布的样子 — 密哨</source>
        <translation>As published — MiShao</translation>
    </message>
    <message>
        <source>散列</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>{name} 签名下发时是这个样子：写了“发布时散列”的词表只有带密钥的散列，样例里换成同样长的生僻字。带词的原文件留在保密办。</source>
        <translation>{name} looks so once it is signed: lists that are to be hashed have keyed digests alone, examples have rare characters in their place. The file with the words stays in the office.</translation>
    </message>
    <message>
        <source>发布的样子</source>
        <translation>As published</translation>
    </message>
    <message>
        <source>正在跑样例…</source>
        <translation>Running the examples…</translation>
    </message>
    <message>
        <source>词表“{name}”：{count} 个散列词</source>
        <translation>list &quot;{name}&quot;: {count} hashed words</translation>
    </message>
    <message>
        <source>这些电脑现在的规则和策略照旧，只带上 {names} 和下面写的。先列出差别，再签名。</source>
        <translation>These computers keep their rules and policy and get {names} and what is written below. First the differences, then the signature.</translation>
    </message>
    <message>
        <source>名单索引 — 密哨</source>
        <translation>Index of a table — MiShao</translation>
    </message>
    <message>
        <source>表格</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>名单名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>会写进提醒和上报，如 在校学生</source>
        <translation>Shown in warnings and reports, such as Pupils</translation>
    </message>
    <message>
        <source>索引</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>制作</source>
        <translation>Make</translation>
    </message>
    <message>
        <source>看这份索引</source>
        <translation>Look at this index</translation>
    </message>
    <message>
        <source>文字里同时有名单同一行的两项就拦下。索引里没有名单的字，密钥放到每台电脑，不放在服务器上。</source>
        <translation>Two values of one row in a text are stopped. The index has none of the words; its key is on every computer, never on the server.</translation>
    </message>
    <message>
        <source>列和结果</source>
        <translation>Columns and results</translation>
    </message>
    <message>
        <source>正在读表格…</source>
        <translation>Reading the table…</translation>
    </message>
    <message>
        <source>认得出一行的列，至少勾两列：</source>
        <translation>Columns that tell rows apart, at least two:</translation>
    </message>
    <message>
        <source>{name}：{count} 个不同的值</source>
        <translation>{name}: {count} different values</translation>
    </message>
    <message>
        <source>▲ {words}，很多行都一样，认不出是哪一行</source>
        <translation>▲ {words}, the same in many rows, which it does not tell apart</translation>
    </message>
    <message>
        <source>正在制作…</source>
        <translation>Making it…</translation>
    </message>
    <message>
        <source>正在读…</source>
        <translation>Reading…</translation>
    </message>
    <message>
        <source>{count} 对没有收：两项都常见，碰巧在一起不说明是那一行</source>
        <translation>{count} pairs were left out: both values are common and meet by chance</translation>
    </message>
    <message>
        <source>▲ {name}：没有用上（太短、太多行都一样，或存成数字丢了后几位）</source>
        <translation>▲ {name}: not used (too short, the same in too many rows, or numbers that lost their last digits)</translation>
    </message>
    <message>
        <source>▲ {name}：很多行都一样，只用上人少的 {count} 个值；公开文章里写到某人和这一项，也会拦</source>
        <translation>▲ {name}: the same in many rows, only {count} rare values are used; a public text with somebody and this value is stopped, too</translation>
    </message>
    <message>
        <source>{name}：{count} 个不同的值用上了</source>
        <translation>{name}: {count} different values are used</translation>
    </message>
    <message>
        <source>密钥：是做它的那一把</source>
        <translation>Key: the one it was made with</translation>
    </message>
    <message>
        <source>没有给密钥，没有核对是不是做它的那一把</source>
        <translation>No key was given, so it was not checked</translation>
    </message>
    <message>
        <source>名单“{name}”（{nature}）：{rows} 行 {columns} 列，{pairs} 对，{size} MB，{made} 制作</source>
        <translation>Table &quot;{name}&quot; ({nature}): {rows} rows, {columns} columns, {pairs} pairs, {size} MB, made {made}</translation>
    </message>
    <message>
        <source>名单索引…</source>
        <translation>Index of a table…</translation>
    </message>
    <message>
        <source>发布的样子…</source>
        <translation>As published…</translation>
    </message>
    <message>
        <source>有 {count} 个打开的窗口没有读出来，过一会儿会再看；没有标记不等于可以发</source>
        <translation>Open windows that could not be read: {count}. They are looked at again; no mark does not mean that they may be sent</translation>
    </message>
    <message>
        <source>窗口内容</source>
        <translation>Window content</translation>
    </message>
    <message>
        <source>全部，急的在前</source>
        <translation>All, the most urgent first</translation>
    </message>
    <message>
        <source>约定过了的、没催过的在前</source>
        <translation>Passed days first, then those without a call</translation>
    </message>
    <message>
        <source>只看约定过了的</source>
        <translation>Only passed days</translation>
    </message>
    <message>
        <source>只看没催过的</source>
        <translation>Only those without a call</translation>
    </message>
    <message>
        <source>没有这样的排法。</source>
        <translation>There is no such order.</translation>
    </message>
    <message>
        <source>排列</source>
        <translation>Sort</translation>
    </message>
    <message>
        <source>催办</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>没有这样的。</source>
        <translation>There are none.</translation>
    </message>
    <message>
        <source>已催 {day} {whom}，没有约定</source>
        <translation>called {day} {whom}, nothing agreed</translation>
    </message>
    <message>
        <source>已催 {day} {whom}，约定 {until} 前，已过</source>
        <translation>called {day} {whom}, agreed by {until}, passed</translation>
    </message>
    <message>
        <source>已催 {day} {whom}，约定 {until} 前</source>
        <translation>called {day} {whom}, agreed by {until}</translation>
    </message>
    <message>
        <source>规则旧</source>
        <translation>old rules</translation>
    </message>
    <message>
        <source>记录不全</source>
        <translation>records missing</translation>
    </message>
    <message>
        <source>打电话</source>
        <translation>by phone</translation>
    </message>
    <message>
        <source>当面</source>
        <translation>in person</translation>
    </message>
    <message>
        <source>内部消息</source>
        <translation>message</translation>
    </message>
    <message>
        <source>书面</source>
        <translation>on paper</translation>
    </message>
    <message>
        <source>点电脑名，或者选一个科室：看催过的，记一次催办。</source>
        <translation>Follow a computer, or choose a department, to see its calls and to record one.</translation>
    </message>
    <message>
        <source>没在看守的、规则旧的、自查没做的，要打电话去催。催了谁、说好哪天以前，记在这里；不写内容。</source>
        <translation>Computers that do not guard, have old rules or an inspection not carried out need a call. Whom you called, and by which day something was agreed, is recorded here, never content.</translation>
    </message>
    <message>
        <source>没有记：要催的在这一页打开以后变了。请回到那一页，看一遍再记。</source>
        <translation>Not recorded: what is open has changed since this page was opened. Please go back, reload it and look again.</translation>
    </message>
    <message>
        <source>记下了，{count} 台电脑。</source>
        <translation>Recorded, for computers: {count}.</translation>
    </message>
    <message>
        <source>催办：{what}</source>
        <translation>Calls: {what}</translation>
    </message>
    <message>
        <source>名册和报到过的电脑里没有：{names}。</source>
        <translation>Not among the computers that are listed or have reported: {names}.</translation>
    </message>
    <message>
        <source>台电脑要催</source>
        <translation>computers to call</translation>
    </message>
    <message>
        <source>项没有了结</source>
        <translation>open items</translation>
    </message>
    <message>
        <source>项约定过了</source>
        <translation>days passed</translation>
    </message>
    <message>
        <source>项没催过</source>
        <translation>without a call</translation>
    </message>
    <message>
        <source>要催什么</source>
        <translation>What</translation>
    </message>
    <message>
        <source>现在没有要催的。</source>
        <translation>Nobody to call now.</translation>
    </message>
    <message>
        <source>还有 {count} 行，见 mishao calls list。</source>
        <translation>{count} more rows: see mishao calls list.</translation>
    </message>
    <message>
        <source>记一次催办</source>
        <translation>Record a call</translation>
    </message>
    <message>
        <source>催什么</source>
        <translation>About</translation>
    </message>
    <message>
        <source>上面这些</source>
        <translation>all of the above</translation>
    </message>
    <message>
        <source>催了谁：姓名或者线路</source>
        <translation>Whom: name or line</translation>
    </message>
    <message>
        <source>怎么催的</source>
        <translation>How</translation>
    </message>
    <message>
        <source>哪天催的</source>
        <translation>Day of the call</translation>
    </message>
    <message>
        <source>约定哪天以前（没有就不写）</source>
        <translation>Agreed by (or nothing)</translation>
    </message>
    <message>
        <source>说好的，不写内容</source>
        <translation>What was agreed, never content</translation>
    </message>
    <message>
        <source>写的话里有没有代号不核对：启动控制台时没有用 --exact-key 给出名单密钥。</source>
        <translation>These words are not searched for code words: the console was opened without the key of tables (--exact-key).</translation>
    </message>
    <message>
        <source>催过的</source>
        <translation>Calls made</translation>
    </message>
    <message>
        <source>哪天</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>谁催的</source>
        <translation>By</translation>
    </message>
    <message>
        <source>催了谁</source>
        <translation>Whom</translation>
    </message>
    <message>
        <source>说好的</source>
        <translation>Agreed</translation>
    </message>
    <message>
        <source>约定</source>
        <translation>By day</translation>
    </message>
    <message>
        <source>哪些电脑、什么事</source>
        <translation>Computers, and what</translation>
    </message>
    <message>
        <source>还没有催过。</source>
        <translation>There were no calls.</translation>
    </message>
    <message>
        <source>还有 {count} 行，见 mishao calls history。</source>
        <translation>{count} more rows: see mishao calls history.</translation>
    </message>
    <message>
        <source>{names} 等 {count} 台</source>
        <translation>{names} and others, {count} in all</translation>
    </message>
    <message>
        <source>{names}：{what}</source>
        <translation>{names}: {what}</translation>
    </message>
    <message>
        <source>催办的校验点：{checkpoint}</source>
        <translation>Checkpoint of the calls: {checkpoint}</translation>
    </message>
    <message>
        <source>没有这样的办法。</source>
        <translation>There is no such way.</translation>
    </message>
    <message>
        <source>没有这样的事。</source>
        <translation>There is nothing such.</translation>
    </message>
    <message>
        <source>代号词表 — 密哨</source>
        <translation>Code words — MiShao</translation>
    </message>
    <message>
        <source>词表</source>
        <translation>Word list</translation>
    </message>
    <message>
        <source>代号，一行一个</source>
        <translation>Code words, one per line</translation>
    </message>
    <message>
        <source>一行一个；可以从表格里复制一列，粘贴到这里</source>
        <translation>One per line; a column copied from a table can be pasted here</translation>
    </message>
    <message>
        <source>从文件</source>
        <translation>From a file</translation>
    </message>
    <message>
        <source>加进词表</source>
        <translation>Add to the list</translation>
    </message>
    <message>
        <source>没有公开的项目代号写在这里，签名下发时只剩带密钥的散列。带词的原文件留在保密办。</source>
        <translation>Names of projects that are not public are written here; once signed, only keyed digests are left of them. The file with the words stays in the office.</translation>
    </message>
    <message>
        <source>代号</source>
        <translation>Words</translation>
    </message>
    <message>
        <source>代号词表</source>
        <translation>Code words</translation>
    </message>
    <message>
        <source>收了多少、哪些不收</source>
        <translation>How many are taken, and which are not</translation>
    </message>
    <message>
        <source>能收 {taken} 个；已经有的 {known} 个；不收的 {refused} 个</source>
        <translation>taken: {taken}; there already: {known}; refused: {refused}</translation>
    </message>
    <message>
        <source>▲ 不收“{word}”：{why}</source>
        <translation>▲ refused &quot;{word}&quot;: {why}</translation>
    </message>
    <message>
        <source>▲ 还有 {count} 个不收</source>
        <translation>▲ {count} more are refused</translation>
    </message>
    <message>
        <source>词表“{name}”加了 {count} 个，发布时散列。请保存草稿。</source>
        <translation>{count} added to the list &quot;{name}&quot;, to be hashed when it is published. Please save the draft.</translation>
    </message>
    <message>
        <source>▲ 还没有规则用到它：在规则的主证里写 @{name}。</source>
        <translation>▲ No rule uses it yet: write @{name} into the evidence of a rule.</translation>
    </message>
    <message>
        <source>▲ 不收的 {count} 个留在上面</source>
        <translation>▲ the {count} that were refused are left above</translation>
    </message>
    <message>
        <source>▲ {name} 读不出来：{why}</source>
        <translation>▲ {name} cannot be read: {why}</translation>
    </message>
    <message>
        <source>代号词表…</source>
        <translation>Code words…</translation>
    </message>
    <message>
        <source>▲ 词表“{name}”现在是明写的：加进去以后，它原来的词发布时也散列。</source>
        <translation>▲ The list &quot;{name}&quot; is in clear now: with these, the words that it has are hashed, too, when it is published.</translation>
    </message>
    <message>
        <source>▲ {name} 不是文本文件，或者超过 256 KB。表格请复制那一列，粘贴到上面。</source>
        <translation>▲ {name} is no text file, or larger than 256 KB. Of a table, please copy the column and paste it above.</translation>
    </message>
    <message>
        <source>新词表名称</source>
        <translation>List name</translation>
    </message>
    <message>
        <source>规则用这个名称引用它，如 项目代号</source>
        <translation>Rules refer to it by this name</translation>
    </message>
    <message>
        <source>{name}（发布时散列）</source>
        <translation>{name} (hashed when published)</translation>
    </message>
    <message>
        <source>{name}（明写）</source>
        <translation>{name} (in clear)</translation>
    </message>
    <message>
        <source>新的词表…</source>
        <translation>A new list…</translation>
    </message>
    <message>
        <source>{words}，名称 {label}</source>
        <translation>{words}, named {label}</translation>
    </message>
    <message>
        <source>发布的名称最多 {count} 个字，这里有 {length} 个。</source>
        <translation>The name of a release has at most {count} characters; this one has {length}.</translation>
    </message>
    <message>
        <source>第 {number} 页</source>
        <translation>Page {number}</translation>
    </message>
    <message>
        <source>这一份是图片，到“被拦截内容”里看。</source>
        <translation>This one is a picture; look at it in the held items.</translation>
    </message>
    <message>
        <source>上一份或上一页</source>
        <translation>Previous file or page</translation>
    </message>
    <message>
        <source>下一份或下一页</source>
        <translation>Next file or page</translation>
    </message>
    <message>
        <source>您报过的误报、请保密办核对过的内容，和收到的答复，都在这里。保密办只看得到反馈号和规则，看不到内容。</source>
        <translation>What you called a false alarm or asked the secrecy office to check, and its answers. The office sees the number and the rule, never the content.</translation>
    </message>
    <message>
        <source>单位设定为一直显示</source>
        <translation>Your unit always wants it</translation>
    </message>
    <message>
        <source>打开着要拦下的文件</source>
        <translation>A file that the rules block was open</translation>
    </message>
    <message>
        <source>打开着要拦下的文件：{what}</source>
        <translation>A file that the rules block was open: {what}</translation>
    </message>
    <message>
        <source>共 {count} 项，这是“{name}”</source>
        <translation>{count} in all, this is {name}</translation>
    </message>
    <message>
        <source>桌面、文档、图片和它们的子文件夹，还有截图工具（{tools}）的保存位置，已经在看守，不用添加。</source>
        <translation>Desktop, documents, pictures and their subfolders are watched already, and so are the folders that these save to: {tools}. They need not be added.</translation>
    </message>
    <message>
        <source>{time} 起，单位设定为一直显示</source>
        <translation>since {time}, always by the unit&apos;s policy</translation>
    </message>
    <message>
        <source>单位现在没有布置自查。</source>
        <translation>Your office has ordered no inspection at the moment.</translation>
    </message>
    <message>
        <source>打码版是图片，到“被拦截内容”里看</source>
        <translation>Masked pages; see the held items</translation>
    </message>
    <message>
        <source>重新读取</source>
        <translation>Read again</translation>
    </message>
    <message>
        <source>{name} 在别处改过，那边的改动已经加进来，您写的也在。看过再保存。</source>
        <translation>{name} was changed elsewhere; those changes are in now, and so is what you wrote. Please look before you save.</translation>
    </message>
    <message>
        <source>{name} 在别处改过同一处：那边的留着，您写的加了“#”，成了注释。核对以后再保存。</source>
        <translation>{name} was changed elsewhere in the same place: that stays, and what you wrote is a comment after &quot;#&quot;. Please check before you save.</translation>
    </message>
    <message>
        <source>草稿已保存；改好以后才能保存到 {name}。</source>
        <translation>The draft is saved; {name} is written once it is correct.</translation>
    </message>
    <message>
        <source>没有保存：{name} 打开以后在别处改过。点“重新读取”，那边的改动就加进来，您写的也留着。</source>
        <translation>Not saved: {name} was changed elsewhere since it was opened. &quot;Read again&quot; adds those changes and keeps what you wrote.</translation>
    </message>
    <message>
        <source>不在这台电脑上</source>
        <translation>not on this computer</translation>
    </message>
    <message>
        <source>列出的这些不在这台电脑的文件夹里，密哨读不到，所以这次什么都没有查。先存到本机，再一起查。</source>
        <translation>MiShao cannot read what is listed: it is in no folder of this computer. Nothing was checked. Save it here first, then check it all.</translation>
    </message>
    <message>
        <source>{name} 还有没保存的草稿，不在这次签名里。</source>
        <translation>{name} has an unsaved draft, which is not in this release.</translation>
    </message>
    <message>
        <source>{program}正在共享屏幕，开着的 {count} 份文件里有{what}</source>
        <translation>{program} is sharing the screen while {count} files are open ({what})</translation>
    </message>
    <message>
        <source>请先停止共享，或者先关掉这些文件</source>
        <translation>Stop sharing first, or close the files</translation>
    </message>
    <message>
        <source>截图、收到的和要发的文件</source>
        <translation>Screenshots, received files, files to be sent</translation>
    </message>
    <message>
        <source>新截图，微信、QQ 收到的文件，聊天软件要打开、网页要上传的文件，也先看一眼。</source>
        <translation>New screenshots, files from WeChat and QQ, and what is opened or uploaded to be sent.</translation>
    </message>
    <message>
        <source>判断只在本机做，内容不离开这台电脑。单位收到的只有记录，收哪几项由单位定。</source>
        <translation>Everything is judged here. Your unit gets records alone, with the fields it chose.</translation>
    </message>
    <message>
        <source>什么也不上报，记录只留在这台电脑上。</source>
        <translation>Nothing is reported; records stay on this computer.</translation>
    </message>
    <message>
        <source>时间、电脑名、科室、运行状态、处理方式、规则版本</source>
        <translation>time, computer, department, state, mode, version of rules</translation>
    </message>
    <message>
        <source>规则编号</source>
        <translation>ids of rules</translation>
    </message>
    <message>
        <source>处理结果</source>
        <translation>outcome</translation>
    </message>
    <message>
        <source>给出的是原文还是提示</source>
        <translation>original or notice given</translation>
    </message>
    <message>
        <source>被拦截内容的编号</source>
        <translation>id of the held item</translation>
    </message>
    <message>
        <source>去向软件</source>
        <translation>receiving program</translation>
    </message>
    <message>
        <source>您写的理由</source>
        <translation>the reason you typed</translation>
    </message>
    <message>
        <source>和以前哪一项相同</source>
        <translation>an earlier item like it</translation>
    </message>
    <message>
        <source>内容的性质</source>
        <translation>nature of the content</translation>
    </message>
    <message>
        <source>是文字、图片还是文件</source>
        <translation>text, picture or file</translation>
    </message>
    <message>
        <source>自查的进度和数目</source>
        <translation>progress of inspections</translation>
    </message>
    <message>
        <source>数量</source>
        <translation>count</translation>
    </message>
    <message>
        <source>还没核对完，先没有给网页</source>
        <translation>Not checked yet, so the page did not get it</translation>
    </message>
    <message>
        <source>{program}要的内容还在核对，请过一会儿再粘贴或再选一次。</source>
        <translation>What {program} asked for is still being checked. Please paste it or choose it again in a while.</translation>
    </message>
    <message>
        <source>没有核对，网页就拿到了</source>
        <translation>The page got it unchecked</translation>
    </message>
    <message>
        <source>{program}已经拿到它，密哨没来得及核对。如果正要发送，请先取消。</source>
        <translation>{program} has it already; MiShao could not check it in time. If you are about to send it, please cancel.</translation>
    </message>
    <message>
        <source>网页已经拿到的内容带密级标志</source>
        <translation>What the page already has bears a classification mark</translation>
    </message>
    <message>
        <source>{program}拿到它的时候还没核对完。请不要发送，不要转发，请联系保密办{office}。</source>
        <translation>{program} got it before it was checked. Please do not send it or pass it on, and call the secrecy office{office}.</translation>
    </message>
    <message>
        <source>网页已经拿到的内容可能不宜外传</source>
        <translation>What the page already has may not be meant for others</translation>
    </message>
    <message>
        <source>{program}拿到它的时候还没核对完。请不要发送；已经发出的，能撤回的请撤回。</source>
        <translation>{program} got it before it was checked. Please do not send it; if it was sent, recall it if you can.</translation>
    </message>
    <message>
        <source>没有导出的有 {count} 项：{names}等。</source>
        <translation>{count} were not exported: {names} and others.</translation>
    </message>
    <message>
        <source>没有导出：{names}。</source>
        <translation>Not exported: {names}.</translation>
    </message>
    <message>
        <source>组“{group}”是第一次用，请核对写法：和电脑上写的不一样，就没有电脑收到。</source>
        <translation>Group &quot;{group}&quot; is used for the first time. Please check how it is written: computers that name it differently do not get this.</translation>
    </message>
    <message>
        <source>请勿拍照</source>
        <translation>Do not photograph</translation>
    </message>
</context>
</TS>
